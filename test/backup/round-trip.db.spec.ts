import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  asUser,
  Database,
  dropDatabase,
  dumpDatabase,
  emptinessOf,
  FolderSecrets,
  inDatabase,
  inspectWalls,
  loadDatabase,
  migrate,
  readBackup,
  roleUrls,
} from '@courtyard/database';
import { Client } from 'pg';
import { to } from '../../libs/feed/fixtures/house.js';
import { type ConsentHouse, openConsentHouse } from '../consent/house.js';

/** A whole company, through a backup into another database, as a superuser and as an owner who is none. */
const RENUMBERED = new Set([
  'audit_event.xid',
  'outbox.xid',
  'audit_head.xid',
  'audit_head.event_id',
  'audit_head.organisation_id',
]);

let house: ConsentHouse;
let folder: string;
let server: Client;
const made: string[] = [];

beforeAll(async () => {
  house = await openConsentHouse({ fresh: true });
  folder = mkdtempSync(join(tmpdir(), 'courtyard-backup-'));
  server = new Client({ connectionString: inDatabase(house.home.ownerUrl, 'postgres') });
  server.on('error', () => undefined);
  await server.connect();
  await generate();
}, 120_000);
afterAll(async () => {
  for (const name of made) await dropDatabase(inDatabase(house.home.ownerUrl, 'postgres'), name);
  await server?.end();
  await house?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Posts, comments, consents and refusals, with words that COPY has to escape. */
async function generate(): Promise<void> {
  const { id: recipientId } = await house.recipient();
  const request = await house.ask(recipientId, ['Employee.name', 'Employee.title']);
  await house.answer(house.bill, request.id, 'Employee.name', true);
  await house.answer(house.eva, request.id, 'Employee.name', false);
  for (let at = 0; at < 20; at++)
    await house.publish(
      at % 2 ? house.bill : house.eva,
      [to.everybody],
      `Zeile\t${at}\\n\n\\. „grün“ 🌿 ${'x'.repeat(at * 500)}`,
    );
  await house.limits.restrict(await house.again(house.eva), true);
}

async function newDatabase(owner?: string): Promise<string> {
  const name = `restored_${randomBytes(5).toString('hex')}`;
  await server.query(`create database ${name} ${owner ? `owner ${owner}` : ''}`);
  made.push(name);
  return inDatabase(house.home.ownerUrl, name);
}

/** Whoever owns a database and is no superuser, as the guide makes them. */
async function plainOwner(): Promise<{ role: string; url: (url: string) => string }> {
  const role = `plain_${randomBytes(5).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  await server.query(`create role ${role} login createrole password '${password}'`);
  return { role, url: (url) => asUser(url, role, password) };
}

async function tablesOf(url: string): Promise<Map<string, { rows: number; digest: string }>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    `select c.oid::regclass::text as name, array_agg(a.attname::text order by a.attnum) as columns from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> 'migration' group by c.oid`,
  );
  const found = new Map<string, { rows: number; digest: string }>();
  for (const { name, columns } of rows) {
    const kept = columns.filter((column: string) => !RENUMBERED.has(`${name}.${column}`));
    const row = `row(${kept.map((column: string) => client.escapeIdentifier(column)).join(', ')})::text`;
    const { rows: counted } = await client.query(
      `select count(*)::int as rows, coalesce(md5(string_agg(${row}, E'\\n' order by ${row})), '') as digest from ${name}`,
    );
    found.set(name, counted[0]);
  }
  await client.end();
  return found;
}

const collected = async (source: AsyncIterable<Buffer>) => {
  const parts: Buffer[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
};
const stream = async function* (bytes: Buffer, size = 10_000) {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
};

test('every table comes back, row by row, with walls, triggers and rights as the migrations made them', async () => {
  const before = await tablesOf(house.home.ownerUrl);
  const filled = [...before].filter(([, { rows }]) => rows > 0).map(([name]) => name);
  expect(filled).toEqual(
    expect.arrayContaining([
      'employee',
      'post',
      'consent_event',
      'consent_index',
      'processing_limit',
      'outbox',
      'session',
    ]),
  );
  const backup = await collected(dumpDatabase({ ownerUrl: house.home.ownerUrl, program: 'test' }));
  const url = await newDatabase();
  const secrets = new FolderSecrets(join(folder, 'secrets'));
  expect(await emptinessOf(url)).toBe('empty');
  const { manifest } = await loadDatabase(stream(backup), { ownerUrl: url, secrets });
  expect(await tablesOf(url)).toEqual(before);
  expect(new Map(manifest.tables.map(({ table, rows }) => [table, rows]))).toEqual(
    new Map([...before].map(([name, { rows }]) => [name, rows])),
  );
  expect(await emptinessOf(url)).toBe('filled');
  expect((await inspectWalls(url)).breaches).toEqual([]);
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    `select tgname from pg_trigger where not tgisinternal and tgenabled <> 'O'`,
  );
  expect(rows).toEqual([]);
  const owned = await client.query(
    `select has_table_privilege(relowner, oid, 'delete') as is from pg_class where relname = 'audit_head' and relkind = 'r'`,
  );
  expect(owned.rows).toEqual([{ is: false }]);
  await client.end();
  // What counts on goes on: the next audience key is a fresh one, and role api reads what is its.
  const { api } = await roleUrls({ ownerUrl: url, secrets });
  const database = Database.open({ url: api, max: 1 });
  const [[[key]]] = (await database.withoutOrganisation([
    { text: `select nextval('audience_key')`, values: [] },
  ])) as [[[string]]];
  const [[[most]]] = (await database.flight(house.organisationId, [
    { text: 'select max(key) from audience', values: [] },
  ])) as [[[string]]];
  expect(BigInt(key)).toBeGreaterThan(BigInt(most));
  await database.close();
});

test('an owner who is no superuser reads and loads every row of every organisation', async () => {
  const backup = await collected(dumpDatabase({ ownerUrl: house.home.ownerUrl, program: 'test' }));
  const owner = await plainOwner();
  const secrets = new FolderSecrets(join(folder, 'plain'));
  const first = owner.url(await newDatabase(owner.role));
  await loadDatabase(stream(backup), { ownerUrl: first, secrets });
  const again = await collected(dumpDatabase({ ownerUrl: first, program: 'test' }));
  const sections = async (bytes: Buffer) =>
    (await readBackup(stream(bytes))).manifest.tables.map(({ table, rows }) => `${table} ${rows}`);
  expect(await sections(again)).toEqual(await sections(backup));
  const second = owner.url(await newDatabase(owner.role));
  await loadDatabase(stream(again), { ownerUrl: second, secrets });
  expect(await tablesOf(inDatabase(house.home.ownerUrl, made.at(-1)!))).toEqual(
    await tablesOf(house.home.ownerUrl),
  );
  await expect(loadDatabase(stream(again), { ownerUrl: second, secrets })).rejects.toThrow();
  for (const name of made.splice(-2)) await dropDatabase(inDatabase(house.home.ownerUrl, 'postgres'), name);
});

test('control: a row policy that hides rows from the backup is found, and so is one that takes some away', async () => {
  const url = await newDatabase();
  await migrate({ ownerUrl: url, secrets: new FolderSecrets(join(folder, 'hidden')) });
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  const dumped = () => collected(dumpDatabase({ ownerUrl: url, program: 'test' }));
  await dumped();
  await client.query('drop policy backup on employee');
  await expect(dumped()).rejects.toMatchObject({ code: 'backup.unreadable_rows' });
  await migrate({ ownerUrl: url, secrets: new FolderSecrets(join(folder, 'hidden')) });
  await dumped();
  await client.query('create policy fewer on employee as restrictive for select to public using (false)');
  await expect(dumped()).rejects.toMatchObject({ code: 'backup.unreadable_rows' });
  await client.end();
});

test.each([
  ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 1)],
  [
    'changed in a row',
    (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('Kessler', 'Kessier'), 'latin1'),
  ],
  ['longer', (bytes: Buffer) => Buffer.concat([bytes, Buffer.of(0)])],
  ['something else', () => Buffer.from('PGDMP something else altogether')],
])('control: a backup that is %s is found, and nothing of it is loaded', async (_, change) => {
  const backup = await collected(dumpDatabase({ ownerUrl: house.home.ownerUrl, program: 'test' }));
  const broken = change(backup);
  expect(broken.equals(backup)).toBe(false);
  await expect(readBackup(stream(broken))).rejects.toMatchObject({ code: 'backup.damaged' });
  const url = await newDatabase();
  const secrets = new FolderSecrets(join(folder, 'broken'));
  await expect(loadDatabase(stream(broken), { ownerUrl: url, secrets })).rejects.toMatchObject({
    code: 'backup.damaged',
  });
  expect(await emptinessOf(url)).toBe('empty');
});

test('a backup of other migrations is refused', async () => {
  const backup = await collected(dumpDatabase({ ownerUrl: house.home.ownerUrl, program: 'test' }));
  const other = Buffer.from(
    backup.toString('latin1').replace('"0001-found-organisations"', '"0001-found-organizations"'),
    'latin1',
  );
  const url = await newDatabase();
  await expect(
    loadDatabase(stream(other), { ownerUrl: url, secrets: new FolderSecrets(join(folder, 'other')) }),
  ).rejects.toMatchObject({ code: 'backup.other_schema' });
});
