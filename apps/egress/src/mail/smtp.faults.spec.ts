import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import PostalMime from 'postal-mime';
import { Post } from '../../fixtures/post.js';
import { AUTHORITY } from '../../fixtures/recipient.js';
import { type Envelope, Smtp } from './smtp.js';

/** A real SMTP server: what arrives, and what each of its answers comes to. */
const usual = getCACertificates('default');
let post: Post;
const opened: Smtp[] = [];

beforeEach(async () => {
  post = await Post.open();
});
afterEach(async () => {
  setDefaultCACertificates(usual);
  for (const smtp of opened.splice(0)) smtp.close();
  await post.close();
});

const envelope: Envelope = {
  id: '0190c1d0-0000-7000-8000-00000000000e',
  to: 'bill@kessler.example',
  at: new Date('2026-11-22T10:00:00Z'),
  subject: 'Ein neues Passwort wählen',
  text: `Guten Tag Bill,\n\n${'ä'.repeat(200)}\n\nhttps://courtyard.example/reset#${'x'.repeat(120)}`,
};

function smtp(url = post.url): Smtp {
  const one = new Smtp({ url, from: 'courtyard@kessler.example', patience: 500 });
  opened.push(one);
  return one;
}

test('what arrives is the text and nothing else, and the same twice', async () => {
  expect(await smtp().send(envelope)).toEqual({ kind: 'sent' });
  expect(await smtp().send(envelope)).toEqual({ kind: 'sent' });
  const [first, second] = post.taken;
  const mail = await PostalMime.parse(first?.raw ?? '');
  expect(first?.to).toEqual(['bill@kessler.example']);
  expect(mail).toMatchObject({
    subject: envelope.subject,
    messageId: `<${envelope.id}@kessler.example>`,
    date: '2026-11-22T10:00:00.000Z',
    from: { address: 'courtyard@kessler.example', name: 'Courtyard' },
    to: [{ address: 'bill@kessler.example', name: '' }],
    attachments: [],
  });
  expect(mail.html).toBeUndefined();
  expect(mail.text?.trimEnd()).toBe(envelope.text);
  const headers = mail.headers.map(({ key }) => key).sort();
  expect(headers).toEqual([
    'auto-submitted',
    'content-transfer-encoding',
    'content-type',
    'date',
    'from',
    'message-id',
    'mime-version',
    'subject',
    'to',
  ]);
  expect(second?.raw).toBe(first?.raw);
});

test.each([
  'bill@kessler.example\r\nBcc: eve@evil.example',
  'bill@kessler.example, eve@evil.example',
  'Bill <bill@kessler.example>',
  'bill@kessler.example>\r\nRCPT TO:<eve@evil.example',
  '"bill eve"@kessler.example',
  'group: bill@kessler.example;',
  'bill',
  '@kessler.example',
  '',
])('nothing is sent to %j', async (to) => {
  expect(await smtp().send({ ...envelope, to })).toEqual({ kind: 'never', why: 'address', server: false });
  expect(post.connections).toBe(0);
});

test.each([
  ['RCPT TO', 550, '5.1.1 no bill@kessler.example here', 'never', false],
  ['RCPT TO', 450, '4.2.1 later, bill@kessler.example', 'later', false],
  ['RCPT TO', 550, '5.7.1 relaying denied for bill@kessler.example', 'later', true],
  ['MAIL FROM', 550, 'not from courtyard@kessler.example', 'later', true],
  ['MAIL FROM', 421, 'busy', 'later', true],
  ['DATA', 554, 'no thanks', 'never', false],
  ['DATA', 451, 'disk full', 'later', false],
] as const)('%s answered with %i %s', async (step, status, words, kind, server) => {
  post.refuses = { step, status, words };
  const posted = await smtp().send(envelope);
  expect(posted).toEqual({ kind, server, why: expect.stringContaining(String(status)) });
  expect(JSON.stringify(posted)).not.toContain('kessler');
});

test('a server that is down, mute or knows no such password is the server’s trouble', async () => {
  const { url } = post;
  const wrong = url.replace('//', '//courtyard:wrong@');
  post.wantsPassword('courtyard', 'right');
  expect(await smtp(wrong).send(envelope)).toMatchObject({ kind: 'later', server: true });
  expect(await smtp(wrong.replace('wrong', 'right')).send(envelope)).toEqual({ kind: 'sent' });
  post.isMute = true;
  expect(await smtp(wrong.replace('wrong', 'right')).send(envelope)).toMatchObject({
    kind: 'later',
    server: true,
  });
  await post.close();
  expect(await smtp(url).send(envelope)).toMatchObject({ kind: 'later', server: true });
});

describe('beyond this machine', () => {
  test('mail goes over TLS or not at all', async () => {
    const [, port] = /:(\d+)$/.exec(post.url) ?? [];
    // Not one of this machine's names, though it leads here.
    const one = new Smtp({ url: `smtp://0.0.0.0:${port}`, from: 'courtyard@kessler.example', patience: 500 });
    opened.push(one);
    expect(await one.send(envelope)).toMatchObject({ kind: 'later', server: true });
    expect(post.taken).toEqual([]);
  });

  test('TLS from the first byte, with a certificate that is verified', async () => {
    const safe = await Post.open({ tls: true });
    expect(await smtp(safe.url).send(envelope)).toMatchObject({ kind: 'later', server: true });
    setDefaultCACertificates([readFileSync(AUTHORITY, 'utf8')]);
    expect(await smtp(safe.url).send(envelope)).toEqual({ kind: 'sent' });
    await safe.close();
  });
});

test('words of a template that look like a file or an address to fetch stay words', async () => {
  const text = `${join('/', 'etc', 'passwd')} http://127.0.0.1/`;
  await smtp().send({ ...envelope, text });
  expect((await PostalMime.parse(post.taken[0]?.raw ?? '')).text?.trimEnd()).toBe(text);
});
