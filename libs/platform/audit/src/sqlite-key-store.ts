import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Ledger } from '@courtyard/records';
import { LRUCache } from 'lru-cache';
import { type KeyStore, KeyStoreFault, type PersonKey } from './key-store.js';
import { codeOf, NotPrivate, openPrivate, PATIENCE_MILLIS } from './private-sqlite.js';
import { uuidOf } from './uuid.js';

const FILE = 'keys.sqlite';
const KEY_BYTES = 32;
const MOST_CACHED = 20_000;
/** What the ledger calls the key of a person. */
export const KEY_RESOURCE = 'PersonKey';
/** The row of the organisation's own key; a person's is named by a UUID. */
const ORGANISATION = '';

const SCHEMA = `
create table if not exists secret (
  organisation_id text not null,
  person_id text not null,
  key blob check (length(key) = ${KEY_BYTES}),
  destroyed_at text,
  primary key (organisation_id, person_id),
  check ((key is null) = (destroyed_at is not null))
) strict, without rowid`;

/**
 * Keys in one SQLite file of mode 0600. Any number of processes may hold it open: each asks SQLite's `data_version`
 * (3 µs) before it trusts its memory, so a key destroyed by one is gone for all at their next call.
 *
 * `secure_delete` overwrites a destroyed key in the file and truncation empties the journal; what the disk itself or a
 * backup of the folder remembers is beyond a program (docs/decisions/0005).
 */
export class SqliteKeyStore implements KeyStore {
  private readonly cache = new LRUCache<string, { readonly key: PersonKey }>({ max: MOST_CACHED });
  private readonly version: StatementSync;
  private readonly select: StatementSync;
  private readonly insert: StatementSync;
  private readonly erase: StatementSync;
  private seen: unknown;

  /**
   * Opens the store of a folder, or makes both.
   * @param ledger where it is remembered that a key was destroyed; without it none is
   * @throws KeyStoreFault also when others may read the file.
   */
  static open(
    folder: string,
    { patienceMillis = PATIENCE_MILLIS, ledger }: { patienceMillis?: number; ledger?: Ledger } = {},
  ): SqliteKeyStore {
    return guarded(() => {
      const database = openPrivate(folder, FILE, patienceMillis, (opened) => {
        opened.exec('pragma secure_delete = on; pragma temp_store = memory');
        opened.exec(SCHEMA);
      });
      return new SqliteKeyStore(database, ledger);
    });
  }

  private constructor(
    private readonly database: DatabaseSync,
    private readonly ledger: Ledger | undefined,
  ) {
    this.version = database.prepare('pragma data_version');
    this.select = database.prepare('select key from secret where organisation_id = ? and person_id = ?');
    this.insert = database.prepare(
      'insert into secret (organisation_id, person_id, key) values (?, ?, ?) on conflict do nothing',
    );
    this.erase = database.prepare(
      `insert into secret (organisation_id, person_id, destroyed_at) values (?, ?, ?)
on conflict do update set key = null, destroyed_at = excluded.destroyed_at where key is not null`,
    );
  }

  keyOf(organisationId: string, personId: string): PersonKey {
    return this.keysOf(organisationId, [personId]).get(uuidOf(personId)) as PersonKey;
  }

  keysOf(organisationId: string, personIds: Iterable<string>): ReadonlyMap<string, PersonKey> {
    return this.obtain(uuidOf(organisationId), [...personIds].map(uuidOf));
  }

  findKey(organisationId: string, personId: string): PersonKey | undefined {
    return guarded(() => {
      this.forgetWhatOthersChanged();
      return this.read(uuidOf(organisationId), uuidOf(personId));
    });
  }

  organisationKey(organisationId: string): KeyObject {
    const key = this.obtain(uuidOf(organisationId), [ORGANISATION]).get(ORGANISATION);
    if (typeof key !== 'object') throw new KeyStoreFault('The key of the organisation is gone.');
    return key;
  }

  destroy(organisationId: string, personId: string): void {
    const [organisation, person] = [uuidOf(organisationId), uuidOf(personId)];
    const { ledger } = this;
    if (!ledger) throw new KeyStoreFault('A key is destroyed on record only, and there is no ledger.');
    guarded(() => {
      this.forgetWhatOthersChanged();
      // Remembered first: an old copy of the keys that is put back brings the key back, and a restore destroys it again.
      if (this.read(organisation, person) !== 'erased')
        ledger.append(organisation, [
          { resource: KEY_RESOURCE, what: 'destroyed', facts: { personId: person } },
        ]);
      this.erase.run(organisation, person, new Date().toISOString());
      this.cache.delete(cacheName(organisation, person));
      // The journal still holds the page as it was: move it into the file, where it is overwritten, and empty it.
      const { busy } = this.database.prepare('pragma wal_checkpoint(truncate)').get() as { busy: number };
      if (busy !== 0)
        throw new KeyStoreFault('The key is destroyed, but the journal of the key store is still in use.');
    });
  }

  close(): void {
    this.cache.clear();
    if (this.database.isOpen) this.database.close();
  }

  private obtain(organisation: string, persons: readonly string[]): ReadonlyMap<string, PersonKey> {
    return guarded(() => {
      this.forgetWhatOthersChanged();
      const keys = new Map<string, PersonKey>();
      const missing: string[] = [];
      for (const person of persons) {
        const key = this.read(organisation, person);
        if (key === undefined) missing.push(person);
        else keys.set(person, key);
      }
      if (missing.length === 0) return keys;
      this.database.exec('begin immediate');
      try {
        for (const person of missing) this.insert.run(organisation, person, randomBytes(KEY_BYTES));
        this.database.exec('commit');
      } catch (error) {
        if (this.database.isTransaction) this.database.exec('rollback');
        throw error;
      }
      // Read back: another process may have been first, or may have destroyed it in between.
      for (const person of missing) keys.set(person, this.read(organisation, person) as PersonKey);
      return keys;
    });
  }

  private read(organisation: string, person: string): PersonKey | undefined {
    const name = cacheName(organisation, person);
    const cached = this.cache.get(name);
    if (cached) return cached.key;
    const row = this.select.get(organisation, person) as { key: Uint8Array | null } | undefined;
    if (!row) return undefined;
    const key = row.key === null ? 'erased' : createSecretKey(row.key);
    row.key?.fill(0);
    this.cache.set(name, { key });
    return key;
  }

  private forgetWhatOthersChanged(): void {
    const { data_version: version } = this.version.get() as { data_version: number };
    if (version !== this.seen) this.cache.clear();
    this.seen = version;
  }
}

function cacheName(organisation: string, person: string): string {
  return `${organisation}/${person}`;
}

/** Lets no error of SQLite or the file system out: only what kind it was. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof KeyStoreFault) throw error;
    if (error instanceof NotPrivate) throw new KeyStoreFault(error.message);
    throw new KeyStoreFault(`The key store cannot be read or written (${codeOf(error)}).`);
  }
}
