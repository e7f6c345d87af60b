import PostalMime from 'postal-mime';
import { CANARY, Company } from '../../fixtures/company.js';
import { EgressProcess, until } from '../../fixtures/egress-process.js';
import { Gate } from '../../fixtures/gate.js';
import { Post } from '../../fixtures/post.js';

/** The process itself, on a real database and a real SMTP server. */
let company: Company;
let gate: Gate;
let post: Post;
let egress: EgressProcess | undefined;

beforeAll(async () => {
  company = await Company.found();
  gate = await Gate.install(company);
}, 120_000);
beforeEach(async () => {
  post = await Post.open();
});
afterEach(async () => {
  await egress?.end('SIGKILL');
  egress = undefined;
  await post.close();
  await company.query('truncate mail cascade');
});
afterAll(() => company?.close());

const start = (env: NodeJS.ProcessEnv = {}) =>
  EgressProcess.start(company, { SMTP_URL: post.url, MAIL_FROM: 'courtyard@kessler.example', ...env });
const ended = (id: string) => until(async () => (await company.mailSteps(id))[0], 'An end');

test('what is queued is sent, oldest first, once, in the language asked for', async () => {
  const ids = [
    await company.mail({ language: 'de' }, new Date(Date.now() - 60_000)),
    await company.mail({ template: 'invitation', parameters: { path: '/welcome#secret' } }),
  ];
  egress = await start();
  for (const id of ids) expect(await ended(id)).toBe('sent');
  const mails = await Promise.all(post.taken.map(({ raw }) => PostalMime.parse(raw)));
  expect(mails.map(({ messageId }) => messageId)).toEqual(ids.map((id) => `<${id}@kessler.example>`));
  expect(mails.map(({ subject }) => subject)).toEqual([
    'Ein neues Passwort wählen',
    'Your invitation to Courtyard',
  ]);
  expect(mails[0]?.text).toContain(`Guten Tag ${company.bill.name},`);
  expect(mails[1]?.text).toContain('https://courtyard.example/welcome#secret');
});

test('without a server it waits, and is sent once there is one', async () => {
  const id = await company.mail();
  egress = await start({ SMTP_URL: '', MAIL_FROM: '' });
  await new Promise((done) => setTimeout(done, 2_500));
  expect(await company.mailSteps(id)).toEqual([]);
  await egress.end('SIGTERM');
  egress = await start();
  expect(await ended(id)).toBe('sent');
});

test.each(['lost', 'committed'] as const)(
  'killed when it was taken and not recorded (%s): the same Message-ID, never another mail',
  async (fate) => {
    const id = await company.mail();
    await gate.close({ table: 'mail_step', word: 'sent' });
    const doomed = await start();
    await gate.reached();
    await doomed.end('SIGKILL');
    await gate.open(fate);
    egress = await start();
    expect(await ended(id)).toBe('sent');
    const raws = new Set(post.taken.map(({ raw }) => raw));
    expect([post.taken.length, raws.size]).toEqual([fate === 'lost' ? 2 : 1, 1]);
    expect(await company.mailSteps(id)).toEqual(['sent']);
  },
);

test('killed while the server has it and says nothing: sent again, as the same mail', async () => {
  const id = await company.mail();
  post.beforeTaken = () => new Promise(() => undefined);
  const doomed = await start();
  await until(async () => post.taken.length === 1, 'A mail');
  await doomed.end('SIGKILL');
  post.beforeTaken = async () => undefined;
  egress = await start();
  expect(await ended(id)).toBe('sent');
  expect(new Set(post.taken.map(({ raw }) => raw)).size).toBe(1);
});

test('two processes at once send each once', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 10; count++) ids.push(await company.mail());
  const [one, other] = await Promise.all([start(), start()]);
  for (const id of ids) expect(await ended(id)).toBe('sent');
  await Promise.all([one.end('SIGTERM'), other.end('SIGTERM')]);
  expect(post.taken.length).toBe(10);
});

test('a server that is down is waited for', async () => {
  const { url } = post;
  await post.close();
  const id = await company.mail();
  egress = await start({ SMTP_URL: url });
  await until(async () => /mail\.server/.test(egress?.said ?? ''), 'Trouble');
  expect(await company.mailSteps(id)).toEqual([]);
  post = await Post.open({ port: Number(/:(\d+)$/.exec(url)?.[1]) });
  expect(await ended(id)).toBe('sent');
});

test('what is refused for now is sent later, what is refused for good is given up, and the rest goes on', async () => {
  const wrong = await company.mail({ to: 'nobody@kessler.example' }, new Date(Date.now() - 2_000));
  const busy = await company.mail({ to: 'busy@kessler.example' }, new Date(Date.now() - 1_000));
  const right = await company.mail();
  let refusals = 0;
  post.judge = (to) => {
    if (to.startsWith('nobody')) return { status: 550, words: `5.1.1 no ${to} here` };
    if (to.startsWith('busy') && refusals++ === 0) return { status: 450, words: `4.2.1 ${to} is busy` };
    return undefined;
  };
  egress = await start();
  expect([await ended(wrong), await ended(right), await ended(busy)]).toEqual(['given_up', 'sent', 'sent']);
  const [event] = await company.query<{ body: Buffer }>(
    `select body from audit_event where kind = 'written' order by id desc limit 1`,
  );
  const body = event?.body.toString('utf8') ?? '';
  expect(JSON.parse(body)).toMatchObject({ operation: 'giveUpMail', persons: [], actor: null });
  expect(body).not.toContain('nobody');
  expect(egress.said).toContain(`fault: mail.given_up id=${wrong}`);
  expect(egress.said).not.toMatch(/nobody|busy|kessler/);
});

test('given up after three days', async () => {
  post.judge = () => ({ status: 450, words: 'not today' });
  const old = await company.mail({}, new Date(Date.now() - 3 * 24 * 3_600_000 - 1_000));
  const young = await company.mail({}, new Date(Date.now() - 2 * 24 * 3_600_000));
  egress = await start();
  expect(await ended(old)).toBe('given_up');
  expect(await company.mailSteps(young)).toEqual([]);
});

test.each([
  ['a link that leads elsewhere', { parameters: { path: 'https://evil.example/' } }],
  ['an address that is two', { to: 'bill@kessler.example, eve@evil.example' }],
  ['an address with a line break', { to: 'bill@kessler.example\r\nBcc: eve@evil.example' }],
])('nothing is sent for %s', async (_, content) => {
  const id = await company.mail(content);
  egress = await start();
  expect(await ended(id)).toBe('given_up');
  expect(post.taken).toEqual([]);
  expect(egress.said).not.toMatch(/evil/);
});

test('a mail of another row, or sealed with another key, opens for nobody', async () => {
  const id = await company.mail();
  const other = await company.mail();
  await company.query('update mail set sealed = (select sealed from mail where id = $1) where id = $2', [
    id,
    other,
  ]);
  egress = await start();
  expect(await ended(id)).toBe('sent');
  await new Promise((done) => setTimeout(done, 1_500));
  expect(await company.mailSteps(other)).toEqual([]);
  expect(post.taken.length).toBe(1);
});

test('what it says holds nothing of anybody; control: the mail does', async () => {
  post.judge = (to) => ({ status: 554, words: `5.0.0 ${to} ${CANARY}` });
  const id = await company.mail();
  egress = await start({ NODE_ENV: '' });
  expect(await ended(id)).toBe('given_up');
  expect(egress.said).not.toContain(CANARY);
  post.judge = undefined;
  const sent = await company.mail();
  expect(await ended(sent)).toBe('sent');
  expect(post.taken[0]?.raw).toContain(CANARY);
});
