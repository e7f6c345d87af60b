import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inspect } from 'node:util';
import { rememberingLedger } from '@courtyard/testing';
import { KeyStoreFault, type PersonKey } from './key-store.js';
import { SqliteKeyStore } from './sqlite-key-store.js';

const ORGANISATION = '0190c1d0-0000-7000-8000-00000000000a';
const OTHER = '0190c1d0-0000-7000-8000-00000000000b';
const BILL = '0190c1d0-0000-7000-8000-000000000001';

const bytesOf = (key: PersonKey | undefined): Buffer => {
  if (typeof key !== 'object') throw new Error('There is no key.');
  return key.export();
};

describe('the key store', () => {
  let folder: string;
  let opened: SqliteKeyStore[];
  let ledger: ReturnType<typeof rememberingLedger>;

  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'courtyard-keys-')), 'keys');
    opened = [];
    ledger = rememberingLedger();
  });
  afterEach(() => {
    for (const store of opened) store.close();
    rmSync(join(folder, '..'), { recursive: true });
  });

  const open = (patienceMillis?: number) => {
    const store = SqliteKeyStore.open(folder, { patienceMillis, ledger });
    opened.push(store);
    return store;
  };
  const onDisk = () => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));

  it('makes a key once per person and organisation, and keeps it', () => {
    const store = open();
    const key = bytesOf(store.keyOf(ORGANISATION, BILL));
    expect(key).toHaveLength(32);
    expect(bytesOf(store.keyOf(ORGANISATION, BILL.toUpperCase()))).toEqual(key);
    expect(bytesOf(store.keyOf(OTHER, BILL))).not.toEqual(key);
    expect(bytesOf(store.organisationKey(ORGANISATION))).not.toEqual(key);
    expect(bytesOf(open().keyOf(ORGANISATION, BILL))).toEqual(key);
    expect(bytesOf(open().organisationKey(ORGANISATION))).toEqual(
      bytesOf(store.organisationKey(ORGANISATION)),
    );
  });

  it('finds without making', () => {
    const store = open();
    expect(store.findKey(ORGANISATION, BILL)).toBeUndefined();
    expect(open().findKey(ORGANISATION, BILL)).toBeUndefined();
    const key = bytesOf(store.keyOf(ORGANISATION, BILL));
    expect(bytesOf(store.findKey(ORGANISATION, BILL))).toEqual(key);
  });

  it('is readable for its owner only, and refuses to work where it was not', () => {
    open().keyOf(ORGANISATION, BILL);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
    expect(readdirSync(folder)).toContain('keys.sqlite-wal');
    expect(statSync(folder).mode & 0o077).toBe(0);
    chmodSync(join(folder, 'keys.sqlite'), 0o640);
    expect(() => open()).toThrow(KeyStoreFault);
  });

  it('shows no key to whoever prints or serialises it', () => {
    const key = open().keyOf(ORGANISATION, BILL);
    const shown = `${inspect(key, { depth: 9, showHidden: true })} ${JSON.stringify({ key })} ${key}`;
    for (const form of ['hex', 'base64', 'base64url', 'latin1'] as const)
      expect(shown).not.toContain(bytesOf(key).toString(form));
    expect(shown).not.toContain([...bytesOf(key).subarray(0, 4)].join(','));
  });

  it('destroys for good, in every process, and leaves no byte in any of its files', () => {
    const [store, neighbour] = [open(), open()];
    const key = bytesOf(store.keyOf(ORGANISATION, BILL));
    expect(bytesOf(neighbour.keyOf(ORGANISATION, BILL))).toEqual(key);
    // Negative control: before, the key is there to be found.
    expect(onDisk().includes(key)).toBe(true);

    store.destroy(ORGANISATION, BILL);

    expect(onDisk().includes(key)).toBe(false);
    for (const each of [store, neighbour, open()]) {
      expect(each.keyOf(ORGANISATION, BILL)).toBe('erased');
      expect(each.findKey(ORGANISATION, BILL)).toBe('erased');
    }
    store.destroy(ORGANISATION, BILL);
    expect(neighbour.keyOf(ORGANISATION, BILL)).toBe('erased');
  });

  it('leaves no byte of one key among many that were moved about', () => {
    const store = open();
    const people = Array.from({ length: 120 }, () => randomUUID());
    const keys = [...store.keysOf(ORGANISATION, people)].map(
      ([person, key]) => [person, bytesOf(key)] as const,
    );
    const [gone, kept] = [keys.slice(0, 60), keys.slice(60)];
    for (const [person] of gone) store.destroy(ORGANISATION, person);
    const disk = onDisk();
    expect(gone.filter(([, key]) => disk.includes(key))).toEqual([]);
    expect(kept.filter(([, key]) => !disk.includes(key))).toEqual([]);
  }, 30_000);

  it('destroys a key that never was, so that none begins later', () => {
    const store = open();
    store.destroy(ORGANISATION, BILL);
    expect(store.keyOf(ORGANISATION, BILL)).toBe('erased');
  });

  it('says so when traces may be left, and finishes when asked again', () => {
    const store = open(100);
    const key = bytesOf(store.keyOf(ORGANISATION, BILL));
    const reader = new DatabaseSync(join(folder, 'keys.sqlite'));
    const rows = reader.prepare('select key from secret').iterate();
    rows.next();
    expect(() => store.destroy(ORGANISATION, BILL)).toThrow(/journal/);
    expect(store.keyOf(ORGANISATION, BILL)).toBe('erased');
    reader.close();
    store.destroy(ORGANISATION, BILL);
    expect(onDisk().includes(key)).toBe(false);
  });

  it('finds the bytes that a plain deletion leaves (negative control)', () => {
    const store = open();
    const key = bytesOf(store.keyOf(ORGANISATION, BILL));
    const careless = new DatabaseSync(join(folder, 'keys.sqlite'));
    careless.exec('pragma secure_delete = off; delete from secret; pragma wal_checkpoint(truncate)');
    careless.close();
    expect(onDisk().includes(key)).toBe(true);
  });

  it('never names a key or an id in an error', () => {
    const store = open();
    expect(() => store.keyOf(ORGANISATION, 'bill@kessler.example')).toThrow(/not a UUID/);
    expect(() => store.keyOf(ORGANISATION, 'bill@kessler.example')).not.toThrow(/kessler/);
    store.close();
    expect(() => store.keyOf(ORGANISATION, BILL)).toThrow(KeyStoreFault);
    expect(() => store.keyOf(ORGANISATION, BILL)).not.toThrow(new RegExp(BILL));
  });

  it('gives processes that start at once the same keys', async () => {
    const people = Array.from({ length: 20 }, () => randomUUID());
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => keysFromAnotherProcess(folder, people)),
    );
    expect(new Set(answers).size).toBe(1);
    expect(JSON.parse(answers[0] as string)).toHaveLength(20);
  }, 30_000);
});

/** The keys of all, one call each, so that the processes meet often. */
function keysFromAnotherProcess(folder: string, people: readonly string[]): Promise<string> {
  const child = spawn(
    process.execPath,
    [
      '--conditions=source',
      '--import',
      join(__dirname, '../fixtures/typescript.mjs'),
      join(__dirname, '../fixtures/keys.ts'),
      folder,
      ORGANISATION,
      ...people,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(`It ended with ${code}.`))));
  });
}
