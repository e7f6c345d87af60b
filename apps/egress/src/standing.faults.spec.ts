import { join } from 'node:path';
import { LogMark, obtainSigner, readSigner, Sequencer, TreeStore } from '@courtyard/audit';
import { type Database, FolderSecrets } from '@courtyard/database';
import { Company } from '../fixtures/company.js';
import { EgressProcess, until } from '../fixtures/egress-process.js';
import { Post } from '../fixtures/post.js';

/** On an old copy of the database withdrawals since then would be undone: nothing leaves (privacy-model.md section 7). */
const TREE = ['audit_tile', 'audit_leaf', 'audit_field', 'audit_checkpoint'] as const;

let company: Company;
let audit: Database;
let post: Post;
let egress: EgressProcess | undefined;

beforeAll(async () => {
  company = await Company.found();
  audit = company.database.open('audit', 1);
  post = await Post.open();
  await company.query('alter table audit_tile disable trigger keep_full_tiles');
  for (const table of [...TREE, 'audit_head'])
    await company.query(`create table old_${table} as select * from ${table}`);
}, 120_000);
afterEach(async () => {
  await egress?.end('SIGKILL');
  egress = undefined;
});
afterAll(async () => {
  await post?.close();
  await company?.close();
});

const start = async () => {
  egress = await EgressProcess.start(company, { SMTP_URL: post.url, MAIL_FROM: 'courtyard@kessler.example' });
  return egress;
};

/** What the processes of the log do after a disclosure was approved and something happened. */
async function sign(): Promise<void> {
  const secrets = new FolderSecrets(join(company.folder, 'secrets'));
  const sequencer = new Sequencer({
    store: new TreeStore(audit),
    signer: { read: () => readSigner(secrets), obtain: () => obtainSigner(secrets) },
    mark: new LogMark(join(company.folder, 'secrets')),
    build: 'b'.repeat(64),
  });
  await until(async () => {
    await sequencer.turn();
    const [newest] = await company.query<{ size: string }>('select max(size) as size from audit_checkpoint');
    const [all] = await company.query<{ size: string }>('select count(*) as size from audit_event');
    return Number(newest?.size ?? 0) > 0 && newest?.size === all?.size;
  }, 'A checkpoint');
}

/** Puts the tree back as it was before anything was signed, and brings the newest again. */
async function put(which: 'old' | 'new'): Promise<void> {
  for (const table of [...TREE, 'audit_head']) {
    if (which === 'old') await company.query(`create table new_${table} as select * from ${table}`);
    await company.query(`delete from ${table}`);
    await company.query(`insert into ${table} select * from ${which}_${table} on conflict do nothing`);
    if (which === 'new') await company.query(`drop table new_${table}`);
  }
}

test('an old copy put back while it runs stops everything, and one that is there keeps it from starting', async () => {
  await company.says(company.bill, true);
  const before = await company.approved();
  const running = await start();
  await until(async () => (await company.steps(before)).includes('delivered'), 'A delivery');
  await sign();
  // Control: with the newest copy it goes on.
  const mail = await company.mail();
  await until(async () => (await company.mailSteps(mail)).includes('sent'), 'A mail');

  await put('old');
  await until(async () => running.said.includes('log.behind'), 'The fault');
  const held = { disclosure: await company.approved(), mail: await company.mail() };
  await new Promise((done) => setTimeout(done, 3_000));
  expect(await company.steps(held.disclosure)).toEqual([]);
  expect(await company.mailSteps(held.mail)).toEqual([]);
  expect(await running.end('SIGTERM')).toBe(0);
  await expect(start()).rejects.toThrow(/older than the checkpoint that was last signed/);

  await put('new');
  await start();
  await until(async () => (await company.steps(held.disclosure)).includes('delivered'), 'The delivery');
  await until(async () => (await company.mailSteps(held.mail)).includes('sent'), 'The mail');
});

test('mail that ended a week ago is gone, with its steps; what waits stays, however old', async () => {
  const days = (count: number) => new Date(Date.now() - count * 24 * 3_600_000);
  const ended = async (at: Date, step: string, created = at) => {
    const id = await company.mail({}, created);
    await company.query('insert into mail_step values ($1, $2, $3, $4)', [
      company.organisationId,
      id,
      step,
      at,
    ]);
    return id;
  };
  const gone = [await ended(days(8), 'sent'), await ended(days(8), 'given_up', days(11))];
  const kept = [
    await ended(days(6), 'sent', days(9)),
    // Egress may write what it likes; what was queued within the week stays.
    await ended(days(400), 'sent', days(1)),
    await ended(days(8), 'handed_over', days(30)),
    await company.mail({}, days(30)),
  ];
  // Without a mail server what waits goes on waiting, and what ended goes all the same.
  egress = await EgressProcess.start(company, { SMTP_URL: '', MAIL_FROM: '' });
  const left = async () =>
    (await company.query<{ id: string }>('select id from mail')).map(({ id }) => String(id));
  await until(async () => !(await left()).some((id) => gone.includes(id)), 'The end');
  expect(await left()).toEqual(expect.arrayContaining(kept));
  for (const id of gone) expect(await company.mailSteps(id)).toEqual([]);
});

test('role egress deletes no mail but those; control: it could, had it the right', async () => {
  const waiting = await company.mail({}, new Date(Date.now() - 30 * 24 * 3_600_000));
  const database = company.database.open('egress', 1);
  const ask = (text: string) =>
    database.flight(company.organisationId, [{ text, values: [] }]).then(
      () => 'done',
      (refusal: { code?: string; message?: string }) => refusal.code ?? refusal.message,
    );
  expect(await ask('delete from mail')).toMatch(/42501|permission/);
  expect(await ask('delete from mail_step')).toMatch(/42501|permission/);
  expect(await ask('delete from egress.due_mail')).toMatch(/42501|permission/);
  expect(await ask('delete from egress.ended_mail')).toBe('done');
  const there = () => company.query('select id from mail where id = $1', [waiting]);
  expect(await there()).toHaveLength(1);
  const { username } = new URL(company.database.urls.egress);
  await company.query(`grant select, delete on egress.due_mail to ${username}`);
  expect(await ask('delete from egress.due_mail')).toBe('done');
  await company.query(`revoke delete on egress.due_mail from ${username}`);
  expect(await there()).toHaveLength(0);
});
