import { shownLink } from './shown-link';

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
  ['mailto:eva@a.example', 'eva@a.example', null],
])('%s with the words %j leads, visibly, to %s', (href, text, elsewhere) => {
  expect(shownLink(href, text)).toEqual({ href, elsewhere });
});
