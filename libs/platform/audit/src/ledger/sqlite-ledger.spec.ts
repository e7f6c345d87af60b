import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FolderSecrets } from '@courtyard/database';
import type { Remembered } from '@courtyard/records';
import { LedgerFault } from './ledger-fault.js';
import { SqliteLedger } from './sqlite-ledger.js';

const ORGANISATION = '0190c1d0-0000-7000-8000-00000000000a';
const withdrawn = (id: string): Remembered => ({ resource: 'Post', what: 'withdrawn', facts: { id } });

describe('the ledger', () => {
  let folder: string;
  let secrets: FolderSecrets;
  const opened: SqliteLedger[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'courtyard-ledger-'));
    secrets = new FolderSecrets(join(folder, 'secrets'));
  });
  afterEach(() => {
    for (const ledger of opened.splice(0)) ledger.close();
    rmSync(folder, { recursive: true });
  });

  const open = async () => {
    const ledger = await SqliteLedger.open(folder, secrets);
    opened.push(ledger);
    return ledger;
  };
  const ids = (ledger: SqliteLedger) => [...ledger.read()].map(({ facts }) => facts['id']);
  /** As whoever may write the file and has no key. */
  const tamper = (...statements: string[]) => {
    const file = new DatabaseSync(join(folder, 'ledger.sqlite'));
    for (const trigger of ['entry_stays', 'entry_is_kept']) file.exec(`drop trigger ${trigger}`);
    for (const statement of statements) file.exec(statement);
    file.close();
  };
  const fault = (work: () => unknown): string | undefined => {
    try {
      work();
      return undefined;
    } catch (error) {
      return error instanceof LedgerFault ? error.code : String(error);
    }
  };

  it('keeps what several processes append, in one order', async () => {
    const [one, two] = [await open(), await open()];
    one.append(ORGANISATION, [withdrawn('a'), withdrawn('b')]);
    two.append(ORGANISATION, [withdrawn('c')]);
    one.append(ORGANISATION, [withdrawn('d')]);
    expect(ids(two)).toEqual(['a', 'b', 'c', 'd']);
    expect(one.head()).toEqual(two.head());
    expect(one.head().count).toBe(4);
    const [first] = [...(await open()).read()];
    expect(first).toMatchObject({ organisationId: ORGANISATION, resource: 'Post', what: 'withdrawn' });
  });

  it('refuses words: whatever is no id, number, time or name of ours', async () => {
    const ledger = await open();
    const said = { resource: 'Post', what: 'withdrawn', facts: { body: 'Bill was ill' } };
    expect(() => ledger.append(ORGANISATION, [said])).toThrow(/not one of our code/);
    expect(() =>
      ledger.append(ORGANISATION, [{ ...withdrawn('a'), what: 'bill@kessler.example' }]),
    ).toThrow();
    expect(ledger.head().count).toBe(0);
  });

  it.each([
    ['changed', `update entry set body = replace(body, '"b"', '"x"')`],
    ['dropped', 'delete from entry where seq = 2'],
    ['dropped and closed up', 'delete from entry where seq = 2; update entry set seq = 2 where seq = 3'],
    [
      'moved',
      'update entry set seq = 9 where seq = 1; update entry set seq = 1 where seq = 2; update entry set seq = 2 where seq = 9',
    ],
    ['added', `insert into entry select 4, body, chain from entry where seq = 3`],
  ])('control: an entry that was %s is found', async (_, statement) => {
    const ledger = await open();
    ledger.append(ORGANISATION, [withdrawn('a'), withdrawn('b'), withdrawn('c')]);
    expect(ids(ledger)).toEqual(['a', 'b', 'c']);
    tamper(statement);
    expect(fault(() => [...ledger.read()])).toBe('ledger.changed');
  });

  it('control: what was cut off is found by what a backup or a checkpoint remembers', async () => {
    const ledger = await open();
    ledger.append(ORGANISATION, [withdrawn('a')]);
    const early = { head: ledger.head(), pin: { text: 'size 1', value: ledger.pin('size 1') } };
    ledger.append(ORGANISATION, [withdrawn('b')]);
    const late = { head: ledger.head(), pin: { text: 'size 2', value: ledger.pin('size 2') } };
    for (const known of [early, late]) expect(fault(() => ledger.assertContinues(known))).toBeUndefined();
    tamper('delete from entry where seq = 2');
    expect(fault(() => [...ledger.read()])).toBeUndefined();
    expect(fault(() => ledger.assertContinues(early))).toBeUndefined();
    expect(fault(() => ledger.assertContinues({ head: late.head }))).toBe('ledger.older');
    expect(fault(() => ledger.assertContinues({ pin: late.pin }))).toBe('ledger.older');
    // And one that went on otherwise from there.
    ledger.append(ORGANISATION, [withdrawn('x')]);
    expect(fault(() => ledger.assertContinues({ head: late.head }))).toBe('ledger.changed');
    expect(fault(() => ledger.assertContinues({ pin: late.pin }))).toBe('ledger.older');
  });

  it('a pin tells nothing: the same ledger gives another for every text, and without the key none', async () => {
    const ledger = await open();
    ledger.append(ORGANISATION, [withdrawn('a')]);
    expect(ledger.pin('one')).not.toBe(ledger.pin('two'));
    expect(ledger.pin('one')).toBe((await open()).pin('one'));
    const empty = { pin: { text: 'none', value: '' } };
    expect(fault(() => ledger.assertContinues(empty))).toBe('ledger.older');
  });

  it('one that is lost, or whose key is, is no new beginning', async () => {
    expect(await SqliteLedger.find(folder, secrets)).toBe('never');
    const ledger = await open();
    ledger.append(ORGANISATION, [withdrawn('a')]);
    ledger.close();
    copyFileSync(join(folder, 'secrets', 'ledger'), join(folder, 'key'));
    rmSync(join(folder, 'secrets', 'ledger'));
    await expect(open()).rejects.toMatchObject({ code: 'ledger.unusable' });
    copyFileSync(join(folder, 'key'), join(folder, 'secrets', 'ledger'));
    for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `ledger.sqlite${end}`), { force: true });
    expect(await SqliteLedger.find(folder, secrets)).toBe('lost');
    await expect(open()).rejects.toMatchObject({ code: 'ledger.missing' });
  });

  it('one that others may read is refused', async () => {
    (await open()).close();
    chmodSync(join(folder, 'ledger.sqlite'), 0o644);
    await expect(open()).rejects.toThrow(/Others may read/);
  });
});
