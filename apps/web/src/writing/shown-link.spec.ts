import { linkedText, shownLink } from './shown-link';

test.each(['javascript:alert(1)', 'data:text/html,x', '//x.example', '/x', '', 'https://', ' javascript:x'])(
  '%j is no link',
  (href) => expect(shownLink(href, 'here')).toBeNull(),
);

test.each([
  ['https://a.example/x', 'here', null],
  ['https://a.example/x', 'a.example', null],
  ['https://a.example/x', 'https://A.example/y', null],
  ['https://a.example/x', 'bank.example', 'a.example'],
  ['https://a.example/x', 'https://bank.example/login', 'a.example'],
  ['https://xn--pple-43d.example/', '\u0430pple.example', 'xn--pple-43d.example'],
  ['https://a.example/', 'bank\u2024example', 'a.example'],
  ['mailto:eva@a.example', 'eva@a.example', null],
])('%s with the words %j leads, visibly, to %s', (href, text, elsewhere) => {
  expect(shownLink(href, text)).toEqual({ href, elsewhere });
});

test('words that lead to one address are one link, however they are shaped', () => {
  const part = (text: string, href?: string, ...more: string[]) => ({
    type: 'text',
    text,
    marks: [...more.map((type) => ({ type })), ...(href ? [{ type: 'link', attrs: { href } }] : [])],
  });
  const evil = 'https://evil.example/';
  const parts = [
    part('see '),
    part('google.c', evil),
    part('om', evil, 'bold'),
    part(' x', 'https://x.example/'),
  ];
  expect(parts.map((_, at) => linkedText(parts, at))).toEqual(['see ', 'google.com', 'google.com', ' x']);
  expect(shownLink(evil, linkedText(parts, 2))?.elsewhere).toBe('evil.example');
});
