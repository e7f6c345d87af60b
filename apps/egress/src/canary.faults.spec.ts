import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CANARY, Company } from '../fixtures/company.js';
import { EgressProcess, until } from '../fixtures/egress-process.js';
import { Gate } from '../fixtures/gate.js';
import { Post } from '../fixtures/post.js';
import { Recipient } from '../fixtures/recipient.js';

/** Names and addresses hold a token. It may be found with the recipient and in the mail, and nowhere on the way there. */
let company: Company;
let gate: Gate;
let recipient: Recipient;
let post: Post;

beforeAll(async () => {
  company = await Company.found();
  gate = await Gate.install(company);
  recipient = await Recipient.start((await company.publicKey()).key);
  post = await Post.open();
}, 120_000);
afterAll(async () => {
  await recipient?.close();
  await post?.close();
  await company?.close();
});

/** Files below a folder that hold the token, in any of the forms that bytes take. */
function filesWith(folder: string, token = CANARY): string[] {
  const forms = [
    Buffer.from(token),
    Buffer.from(token, 'utf16le'),
    Buffer.from(Buffer.from(token).toString('hex')),
  ];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(folder, name);
    if (!statSync(path).isFile()) return false;
    const bytes = readFileSync(path);
    return forms.some((form) => bytes.includes(form));
  });
}

async function rowsWith(table: string, token = CANARY): Promise<number> {
  const [row] = await company.query<{ found: string }>(
    `select count(*) as found from ${table} t where t::text like $1 or t::text like $2`,
    [`%${token}%`, `%${Buffer.from(token).toString('hex')}%`],
  );
  return Number(row?.found);
}

test('the token is nowhere on the way', async () => {
  for (const endpoint of ['', recipient.url]) {
    await company.says(company.bill, true, endpoint);
    await company.says(company.samira, true, endpoint);
  }
  const laid = await company.approved({ format: 'jsonl' });
  const mail = await company.mail();
  const bounced = await company.mail({ to: `bounce-${CANARY}@kessler.example` });
  post.judge = (to) => (to.startsWith('bounce') ? { status: 550, words: `5.1.1 ${to}` } : undefined);
  let statuses = 1;
  recipient.behaves = (_, response) => {
    if (statuses-- > 0) response.writeHead(500).end(`${CANARY} ${company.bill.name}`);
    return statuses >= 0;
  };
  await gate.close({ table: 'disclosure_step', word: 'sending' });
  // In production it says more.
  const egress = await EgressProcess.start(company, {
    NODE_ENV: 'production',
    EGRESS_ALLOW_PRIVATE: '',
    SMTP_URL: post.url,
    MAIL_FROM: 'courtyard@kessler.example',
  });
  await gate.reached();
  // Held where everything is prepared: files, marks and manifests lie on the disk.
  await until(async () => readdirSync(join(company.folder, 'egress')).length > 0, 'The spool');
  expect(filesWith(company.folder)).toEqual([]);
  await egress.end('SIGKILL');
  await gate.open('lost');

  // An address on this machine is none in production.
  const sent = await company.approved({ endpoint: recipient.url });
  const again = await EgressProcess.start(company, {
    SMTP_URL: post.url,
    MAIL_FROM: 'courtyard@kessler.example',
  });
  for (const id of [sent, laid])
    await until(async () => (await company.steps(id)).includes('delivered'), 'A delivery');
  for (const id of [mail, bounced])
    await until(async () => (await company.mailSteps(id)).length > 0, 'A mail');
  await again.end('SIGTERM');

  expect(filesWith(company.folder)).toEqual([]);
  expect(egress.said + again.said).not.toContain(CANARY);
  expect(again.said).toContain('disclosure.later');
  for (const table of [
    'disclosure_step',
    'departure',
    'mail_step',
    'mail',
    'audit_event',
    'audit_person',
    'disclosure_grant',
  ])
    expect([table, await rowsWith(table)]).toEqual([table, 0]);

  // Controls: the token went where it belongs, and the searches find it where it is.
  const [received] = [...recipient.kept.values()];
  expect(await company.decrypted(received?.parts.get('data')?.content ?? Buffer.alloc(0))).toContain(CANARY);
  expect(received?.parts.get('data')?.content.includes(CANARY)).toBe(false);
  expect(received?.parts.get('manifest')?.content.includes(CANARY)).toBe(false);
  expect(post.taken.some(({ raw }) => raw.includes(CANARY))).toBe(true);
  expect(await rowsWith('employee')).toBe(2);
  writeFileSync(join(company.folder, 'egress', 'leak'), `x${CANARY}x`);
  expect(filesWith(company.folder)).toEqual(['egress/leak']);
});

test('nothing of a delivered disclosure is kept, and its recipient alone opens it', async () => {
  const left = readdirSync(join(company.folder, 'egress')).filter((name) => name !== 'leak');
  expect(left).toEqual([]);
});
