import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { toNodeId } from '@courtyard/graphql';
import { readBackupNote } from '@courtyard/observe';
import { to } from '../../libs/feed/fixtures/house.js';
import { Post } from '../../libs/feed/src/index.js';
import { type ConsentHouse, nodeOf } from '../consent/house.js';
import { Restorable, type Running } from './restorable.js';

/**
 * The rule of restoring (privacy-model.md section 7) on a real installation: an older backup comes back after somebody took a
 * yes back, restricted, withdrew a post and was erased, killed on the way; and an old copy of the data folder is put back
 * behind the log's back.
 */
let house: Restorable;

beforeEach(async () => {
  house = await new Restorable().prepare();
}, 60_000);
afterEach(async () => {
  await house.stop();
  house.remove();
}, 60_000);

/** A company with yeses that count, and what was said in it. */
async function company(running: Running) {
  const firm = await running.company();
  const { id: recipientId } = await firm.recipient();
  const request = await firm.ask(recipientId, ['Employee.name', 'Employee.title']);
  for (const person of [firm.bill, firm.eva])
    for (const field of ['Employee.name', 'Employee.title'])
      await firm.answer(person, request.id, field, true);
  firm.clock.pass({ days: 3 });
  await firm.index.rebuildDue(firm.organisationId);
  const posts = [];
  for (let at = 0; at < 5; at++) posts.push(await firm.publish(firm.bill, [to.everybody], `Said ${at}`));
  return { firm, recipientId, request, posts };
}

/** What happens after the backup: Bill takes a yes back, and a post; Eva restricts; somebody is erased. */
async function afterwards(running: Running, firm: ConsentHouse, requestId: string, post: Post) {
  const [consent] = await running.query<{ id: string }>(
    `select id from consent_event where employee_id = $1 and request_id = $2 and kind = 'ConsentGiven' order by at, id limit 1`,
    firm.bill.employeeId,
    requestId,
  );
  await firm.answering.withdraw(await firm.again(firm.bill), nodeOf.consent(consent!.id));
  await firm.posts.withdraw(await firm.again(firm.bill), toNodeId(Post, post.id));
  await firm.limits.restrict(await firm.again(firm.eva), true);
  running.keys.keyOf(firm.organisationId, firm.gus.employeeId);
  running.keys.destroy(firm.organisationId, firm.gus.employeeId);
}

const bitsOf = async (running: Running, { employeeId }: { employeeId: string }) =>
  (
    await running.query<{ bits: string }>(
      'select coalesce(bit_or(bits), 0)::text as bits from consent_index where employee_id = $1',
      employeeId,
    )
  )[0]?.bits;
const statusOf = async (running: Running, { id }: Post) =>
  (await running.query<{ status: string }>('select status from post where id = $1', id))[0]?.status;

async function refusals(running: Running): Promise<string[]> {
  const said: string[] = [];
  for (const name of ['api', 'egress', 'sequencer'] as const)
    said.push(await house.process(name, running.urls));
  return said;
}

async function keyOfLog(): Promise<string> {
  const { code, text } = await house.courtyard('log', 'key');
  expect(code).toBe(0);
  return text.trim();
}

test('an older backup comes back: what was taken back stays so, and nothing starts before', async () => {
  let running = await house.start();
  const { firm, request, posts } = await company(running);
  const early = await running.sign();
  writeFileSync(join(house.folder, 'early'), early);
  const file = join(house.folder, 'backup');
  expect(await house.courtyard('backup', file)).toMatchObject({
    code: 1,
    text: expect.stringContaining('--to'),
  });
  expect(await house.courtyard('backup', file, '--to', house.recipient)).toMatchObject({ code: 0 });
  // What `courtyard doctor` and the alert know of it.
  expect(await readBackupNote(house.home)).toEqual({ at: expect.any(Date), path: file });
  // Neither a word nor a key is in the file.
  const bytes = readFileSync(file);
  expect(bytes.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
  expect(bytes.includes('Said 1')).toBe(false);
  expect(await house.courtyard('backup', 'verify', file, '--identity', house.identity)).toMatchObject({
    code: 0,
  });

  expect([await bitsOf(running, firm.bill), await bitsOf(running, firm.eva)]).toEqual(['36', '36']);
  await afterwards(running, firm, request.id, posts[0]!);
  const late = await running.sign();
  writeFileSync(join(house.folder, 'late'), late);
  const oldKey = await keyOfLog();
  await house.stop();

  // The disk is lost; the keys were kept elsewhere.
  house.putDatabase();
  // Killed on the way, a few times, at random moments.
  let kills = 0;
  for (; kills < 4; kills++) {
    const { child, said, ended } = house.begin('restore', file, '--identity', house.identity);
    const words = ['rows of', 'tables,', '40 of', 'The log goes on', 'Done again'][kills % 5]!;
    for (let tries = 0; tries < 1_500 && !said().includes(words) && child.exitCode === null; tries++)
      await sleep(10);
    await sleep(Math.random() * 300);
    child.kill('SIGKILL');
    const { code, text } = await ended;
    if (code === 0) break;
    expect(text).not.toMatch(/\((backup|log|ledger)\./);
    // Half restored: it has begun, so whoever starts now is refused, every one of them.
    if (!existsSync(join(house.home, 'secrets', 'restoring'))) continue;
    running = await house.start();
    for (const refusal of await refusals(running)) expect(refusal).toMatch(/^1 .*\(log\.restoring\)$/);
    await house.stop();
    expect(await house.courtyard('invite', '--first')).toMatchObject({
      code: 1,
      text: expect.stringContaining('(log.restoring)'),
    });
  }
  if (existsSync(join(house.home, 'secrets', 'restoring')) || kills < 4) {
    const again = await house.courtyard('restore', file, '--identity', house.identity);
    const wasDone =
      again.text.includes('restore.not_empty') || again.text.includes('put back into an empty one');
    if (!wasDone) expect(again).toMatchObject({ code: 0 });
  }

  running = await house.start();
  expect(await bitsOf(running, firm.bill)).toBe('32');
  expect(await bitsOf(running, firm.eva)).toBe('36');
  expect(await statusOf(running, posts[0]!)).toBe('withdrawn');
  expect(await statusOf(running, posts[1]!)).toBe('published');
  expect(await running.query('select kind from processing_limit')).toEqual([{ kind: 'restriction' }]);
  expect(running.keys.findKey(firm.organisationId, firm.gus.employeeId)).toBe('erased');
  expect(await running.query('select 1 from session')).toEqual([]);
  const kinds = await running.query<{ kind: string }>(
    `select kind from consent_event where employee_id = $1 order by at, id`,
    firm.bill.employeeId,
  );
  expect(kinds.at(-1)).toEqual({ kind: 'ConsentWithdrawn' });
  expect(kinds.filter(({ kind }) => kind === 'ConsentWithdrawn')).toHaveLength(1);
  await running.sign();
  expect(await refusals(running)).toEqual(['ready', 'ready', 'ready']);

  // The log goes on as another one, and whoever has the old key learns of it.
  const exported = join(house.folder, 'export');
  expect(await house.courtyard('log', 'export', exported)).toMatchObject({ code: 0 });
  const newKey = await keyOfLog();
  expect(newKey).not.toBe(oldKey);
  for (const key of [oldKey, newKey]) {
    const verified = await house.courtyard(
      'verify',
      exported,
      '--key',
      key,
      '--earlier',
      join(house.folder, 'early'),
    );
    expect(verified).toMatchObject({
      code: 0,
      text: expect.stringMatching(/RESTORED on .*It continues the earlier/s),
    });
    expect(
      await house.courtyard('verify', exported, '--key', key, '--earlier', join(house.folder, 'late')),
    ).toMatchObject({ code: 1, text: expect.stringContaining('log.lost_by_restore') });
  }
  const [first] = await running.query<{ body: Buffer }>(
    `select e.body from audit_event e join audit_leaf l on l.organisation_id = e.organisation_id and l.event_id = e.id
     where l.kind = 'restored' order by l.position limit 1`,
  );
  const said = JSON.parse(first!.body.toString('utf8')).log;
  expect(said.previous.origin).toBe(oldKey.split('+')[0]);
  expect(said.previous.size).toBe(late.split('\n')[1]);
  expect(said.ledger).toBe('done-again');
  // Control: the word about the log before is bound to its root.
  const note = join(exported, 'succession', '2');
  writeFileSync(note, readFileSync(note, 'utf8').replace(`"begins":"${said.begins}"`, `"begins":"1"`));
  expect(await house.courtyard('verify', exported, '--key', newKey)).toMatchObject({ code: 1 });
}, 400_000);

test('a data folder that was put back behind the log’s back starts nothing, until it is gone on from', async () => {
  let running = await house.start();
  const { firm, request, posts } = await company(running);
  await running.sign();
  await house.stop();
  house.copyDatabase('old');
  running = await house.start();
  const same = await running.company().catch(() => undefined);
  expect(same).toBeDefined();
  await afterwardsOf(running, firm, posts[0]!);
  await running.sign();
  expect(await refusals(running)).toEqual(['ready', 'ready', 'ready']);
  await house.stop();

  house.putDatabase('old');
  running = await house.start();
  for (const refusal of await refusals(running)) expect(refusal).toMatch(/^1 .*\(log\.behind\)$/);
  await house.stop();
  expect(await house.courtyard('import', 'slack', '/nowhere')).toMatchObject({ code: 1 });
  expect(await house.courtyard('restore')).toMatchObject({ code: 0 });
  running = await house.start();
  expect(await statusOf(running, posts[0]!)).toBe('withdrawn');
  await running.sign();
  expect(await refusals(running)).toEqual(['ready', 'ready', 'ready']);
  await house.stop();
  // What stands is not gone on from.
  expect(await house.courtyard('restore')).toMatchObject({
    code: 1,
    text: expect.stringContaining('(log.stands)'),
  });
  void request;
}, 300_000);

async function afterwardsOf(running: Running, firm: ConsentHouse, post: Post): Promise<void> {
  const again = await running.company();
  const [session] = await running.query<{ id: string }>(
    'select id from session where employee_id = $1',
    firm.bill.employeeId,
  );
  const actor = await again.again({ ...firm.bill, sessionId: session!.id });
  await again.posts.withdraw(actor, toNodeId(Post, post.id));
}

test('what was tampered with, or is an older copy, is found before anything is touched', async () => {
  let running = await house.start();
  const { firm, request, posts } = await company(running);
  await running.sign();
  const file = join(house.folder, 'backup');
  expect(await house.courtyard('backup', file, '--plain')).toMatchObject({
    code: 0,
    text: expect.stringContaining('WARNING'),
  });
  const oldKeys = join(house.folder, 'keys-old');
  expect(await house.courtyard('backup', 'keys', oldKeys, '--to', house.recipient)).toMatchObject({
    code: 0,
  });
  await afterwards(running, firm, request.id, posts[0]!);
  await running.sign();
  const newer = join(house.folder, 'backup-newer');
  expect(await house.courtyard('backup', newer, '--to', house.recipient)).toMatchObject({ code: 0 });
  const keys = join(house.folder, 'keys');
  expect(await house.courtyard('backup', 'keys', keys, '--to', house.recipient)).toMatchObject({ code: 0 });
  expect(await house.courtyard('restore', file)).toMatchObject({ code: 1 });
  await house.stop();
  // Not over something.
  expect(await house.courtyard('restore', file)).toMatchObject({
    code: 1,
    text: expect.stringContaining('into an empty one'),
  });

  const elsewhere = await new Restorable().prepare();
  const opened = ['--identity', house.identity];
  try {
    // A backup whose words were changed.
    const broken = Buffer.from(readFileSync(file));
    broken[broken.length >> 1]! ^= 1;
    writeFileSync(join(house.folder, 'broken'), broken);
    expect((await elsewhere.courtyard('restore', join(house.folder, 'broken'))).code).toBe(1);
    // Without any key.
    expect(await elsewhere.courtyard('restore', file)).toMatchObject({
      code: 1,
      text: expect.stringContaining('There is no ledger'),
    });
    // Keys that are older than the backup.
    expect(await elsewhere.courtyard('restore', 'keys', oldKeys, ...opened)).toMatchObject({ code: 0 });
    expect(await elsewhere.courtyard('restore', newer, ...opened)).toMatchObject({
      code: 1,
      text: expect.stringContaining('(log.keys_older)'),
    });
    // Control: with the newest they fit. Each fault of them is found first.
    const fresh = await new Restorable().prepare();
    try {
      expect(await fresh.courtyard('restore', 'keys', keys, ...opened)).toMatchObject({ code: 0 });
      const secrets = join(fresh.home, 'secrets');
      const mark = readFileSync(join(secrets, 'log-mark'), 'utf8');
      writeFileSync(join(secrets, 'log-mark'), mark.replace(/\n(\d+)\n/, '\n1\n'));
      expect(await fresh.courtyard('restore', file)).toMatchObject({
        code: 1,
        text: expect.stringContaining('(log.unsigned)'),
      });
      writeFileSync(join(secrets, 'log-mark'), mark);
      const whole = readFileSync(join(fresh.home, 'ledger.sqlite'));
      const changed = Buffer.from(
        whole.toString('latin1').replace('ConsentWithdrawn', 'ConsentWithdrewn'),
        'latin1',
      );
      expect(changed.equals(whole)).toBe(false);
      writeFileSync(join(fresh.home, 'ledger.sqlite'), changed);
      expect(await fresh.courtyard('restore', file)).toMatchObject({
        code: 1,
        text: expect.stringContaining('(ledger.changed)'),
      });
      expect(existsSync(join(secrets, 'restoring'))).toBe(false);
      writeFileSync(join(fresh.home, 'ledger.sqlite'), whole);
      for (const end of ['-wal', '-shm'])
        if (existsSync(join(fresh.home, `ledger.sqlite${end}`)))
          writeFileSync(join(fresh.home, `ledger.sqlite${end}`), '');
      expect(await fresh.courtyard('restore', file, '--without-ledger', 'lost')).toMatchObject({
        code: 1,
        text: expect.stringContaining('without --without-ledger'),
      });
      expect(await fresh.courtyard('restore', file)).toMatchObject({ code: 0 });
      running = await fresh.start();
      expect(await statusOf(running, posts[0]!)).toBe('withdrawn');
      expect(await bitsOf(running, firm.bill)).toBe('32');
      await fresh.stop();
    } finally {
      await fresh.stop();
      fresh.remove();
    }
  } finally {
    elsewhere.remove();
  }
}, 300_000);

test('without its ledger every yes falls, and the log says so', async () => {
  let running = await house.start();
  const { firm } = await company(running);
  await running.sign();
  const file = join(house.folder, 'backup');
  expect(await house.courtyard('backup', file, '--to', house.recipient)).toMatchObject({ code: 0 });
  await house.stop();
  const elsewhere = await new Restorable().prepare();
  try {
    const given = ['restore', file, '--identity', house.identity];
    expect(await elsewhere.courtyard(...given, '--without-ledger', 'whatever')).toMatchObject({ code: 1 });
    expect(await elsewhere.courtyard(...given, '--without-ledger', 'lost')).toMatchObject({ code: 0 });
    running = await elsewhere.start();
    expect([await bitsOf(running, firm.bill), await bitsOf(running, firm.eva)]).toEqual(['0', '0']);
    const [event] = await running.query<{ body: Buffer }>(
      `select body from audit_event where kind = 'restored'`,
    );
    expect(JSON.parse(event!.body.toString('utf8')).log).toMatchObject({ ledger: 'lost', previous: null });
    await running.sign();
    await elsewhere.stop();
  } finally {
    await elsewhere.stop();
    elsewhere.remove();
  }
}, 200_000);

test('kill -9 while a backup is written leaves nothing under its name, and the next one is whole', async () => {
  const running = await house.start();
  await company(running);
  await running.query(
    `create table public.ballast as select repeat(md5(i::text), 100) as words from generate_series(1, 30000) i`,
  );
  const [{ owner }] = (await running.query<{ owner: string }>(
    `select pg_get_userbyid(relowner) as owner from pg_class where relname = 'post'`,
  )) as [{ owner: string }];
  await running.query(`alter table public.ballast owner to ${owner}`);
  const file = join(house.folder, 'out', 'backup');
  const { mkdirSync } = await import('node:fs');
  mkdirSync(join(house.folder, 'out'));
  for (let kills = 0; kills < 4; kills++) {
    const { child, said, ended } = house.begin('backup', file, '--to', house.recipient);
    for (let tries = 0; tries < 1_500 && !said().includes('1 of') && child.exitCode === null; tries++)
      await sleep(10);
    await sleep(Math.random() * 100);
    child.kill('SIGKILL');
    if ((await ended).code === 0) break;
    expect(readdirSync(join(house.folder, 'out')).filter((name) => name === 'backup')).toEqual([]);
  }
  if (!existsSync(file))
    expect(await house.courtyard('backup', file, '--to', house.recipient)).toMatchObject({ code: 0 });
  expect(readdirSync(join(house.folder, 'out'))).toEqual(['backup']);
  expect(await house.courtyard('backup', 'verify', file, '--identity', house.identity)).toMatchObject({
    code: 0,
  });
  expect(await house.courtyard('backup', file, '--to', house.recipient)).toMatchObject({
    code: 1,
    text: expect.stringContaining('of that name already'),
  });
}, 200_000);
