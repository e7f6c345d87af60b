import { createHmac, timingSafeEqual } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { makePassword, type SecretStore } from '@courtyard/database';
import type { Facts, Ledger, LedgerEntry, Remembered } from '@courtyard/records';
import { canonical } from '../event.js';
import { codeOf, NotPrivate, openPrivate, PATIENCE_MILLIS } from '../private-sqlite.js';
import { uuidOf } from '../uuid.js';
import { LedgerFault } from './ledger-fault.js';

const FILE = 'ledger.sqlite';
/** Name of the secret that the chain is made with. */
const SECRET = 'ledger';
const READ_AT_ONCE = 1_000;
const NOTHING_YET = Buffer.alloc(32);

/** Ids, times, names of our code: no words of a person fit. */
const FACT = /^[A-Za-z0-9][A-Za-z0-9._:+-]{0,99}$/;

const SCHEMA = `
create table if not exists entry (
  seq integer primary key check (seq > 0),
  body text not null,
  chain blob not null check (length(chain) = 32)
) strict;
create trigger if not exists entry_stays before update on entry begin select raise(abort, 'append only'); end;
create trigger if not exists entry_is_kept before delete on entry begin select raise(abort, 'append only'); end;`;

/** How far a ledger goes: what a backup remembers of it. */
export interface LedgerHead {
  readonly count: number;
  /** Hexadecimal. */
  readonly chain: string;
}

/** What a signed text remembers of it. */
export interface LedgerPin {
  readonly text: string;
  readonly value: string;
}

/**
 * What was taken back or erased, in one SQLite file of mode 0600 beside the keys. Ids only.
 *
 * 1. An entry is on the disk when `append` returns (`synchronous = full`).
 * 2. Each entry is chained to the one before by HMAC-SHA-256 under a key of the secrets: changed, dropped, moved or added
 *    without that key, it is found by `read`.
 * 3. What is cut off at the end is found by what others remember of it: each backup its `head`, and each signed checkpoint
 *    a `pin`, which tells nothing to whoever has not the key.
 */
export class SqliteLedger implements Ledger {
  private readonly select: StatementSync;
  private readonly insert: StatementSync;
  private readonly last: StatementSync;

  /** Opens the ledger of a folder, or begins one where none ever was. @throws LedgerFault */
  static async open(folder: string, secrets: SecretStore): Promise<SqliteLedger> {
    const found = await SqliteLedger.find(folder, secrets);
    if (found === 'lost') throw lost();
    // The file before the key, so that one without the other is no beginning: whoever is killed in between begins again.
    const database = guarded(() => openPrivate(folder, FILE, PATIENCE_MILLIS, (one) => one.exec(SCHEMA)));
    try {
      const kept = await secrets.read(SECRET);
      const { entries } = database.prepare('select count(*) as entries from entry').get() as {
        entries: number;
      };
      if (kept === undefined && entries > 0)
        throw new LedgerFault('The key of the ledger (secrets/ledger) is gone.', 'ledger.unusable');
      return new SqliteLedger(database, Buffer.from(kept ?? (await secrets.obtain(SECRET, makePassword))));
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** Whether there is one; `lost` where there is only its key. */
  static async find(folder: string, secrets: SecretStore): Promise<'there' | 'lost' | 'never'> {
    // The key first: the file is made before it.
    const key = await secrets.read(SECRET);
    if (existsSync(join(folder, FILE))) return 'there';
    return key === undefined ? 'never' : 'lost';
  }

  private constructor(
    private readonly database: DatabaseSync,
    private readonly key: Buffer,
  ) {
    this.select = database.prepare('select seq, body, chain from entry where seq > ? order by seq limit ?');
    this.insert = database.prepare('insert into entry (seq, body, chain) values (?, ?, ?)');
    this.last = database.prepare('select seq, chain from entry order by seq desc limit 1');
  }

  append(organisationId: string, entries: readonly Remembered[]): void {
    const at = new Date().toISOString();
    const bodies = entries.map(({ resource, what, facts }) =>
      canonical({
        at,
        organisation: uuidOf(organisationId),
        resource: named(resource),
        what: named(what),
        facts: checked(facts),
      }),
    );
    guarded(() => {
      // Others append, too: the place is taken before the last entry is read.
      this.database.exec('begin immediate');
      try {
        let { count, chain } = this.tip();
        for (const body of bodies) {
          count += 1;
          chain = this.link(chain, count, body);
          this.insert.run(count, body, chain);
        }
        this.database.exec('commit');
      } catch (error) {
        if (this.database.isTransaction) this.database.exec('rollback');
        throw error;
      }
    });
  }

  head(): LedgerHead {
    const { count, chain } = guarded(() => this.tip());
    return { count, chain: chain.toString('hex') };
  }

  /** Every entry, oldest first, each checked against the one before. @throws LedgerFault `ledger.changed` */
  *read(): Generator<LedgerEntry> {
    for (const { entry } of this.walk()) yield entry;
  }

  /**
   * Checks the whole ledger, and that it continues what a backup and a checkpoint remember of it.
   * @throws LedgerFault `ledger.changed`, `ledger.older`
   */
  assertContinues({ head, pin }: { readonly head?: LedgerHead; readonly pin?: LedgerPin }): void {
    const pins = (chain: Buffer) => pin === undefined || this.pinOf(pin.text, chain) === pin.value;
    let headFound = head === undefined || head.count === 0;
    let pinFound = pins(NOTHING_YET);
    for (const { count, chain } of this.walk()) {
      if (head?.count === count && head.chain !== chain.toString('hex')) throw changed();
      headFound ||= head?.count === count;
      pinFound ||= pins(chain);
    }
    if (headFound && pinFound) return;
    throw new LedgerFault(
      'The ledger of what was taken back and erased is an older copy: what came last is missing in it.',
      'ledger.older',
    );
  }

  /**
   * Binds a signed text to the ledger as it stands. Different for each text, so that two of them do not tell whether somebody
   * took something back between them.
   */
  pin(text: string): string {
    return this.pinOf(
      text,
      guarded(() => this.tip().chain),
    );
  }

  close(): void {
    if (this.database.isOpen) this.database.close();
  }

  private *walk(): Generator<{ count: number; chain: Buffer; entry: LedgerEntry }> {
    let count = 0;
    let chain: Buffer = NOTHING_YET;
    for (;;) {
      const rows = guarded(() => this.select.all(count, READ_AT_ONCE)) as unknown as Row[];
      for (const { seq, body, chain: stored } of rows) {
        count += 1;
        chain = this.link(chain, count, body);
        if (seq !== count || !timingSafeEqual(chain, stored)) throw changed();
        const { organisation: organisationId, ...rest } = JSON.parse(body);
        yield { count, chain, entry: { organisationId, ...rest } };
      }
      if (rows.length < READ_AT_ONCE) return;
    }
  }

  private tip(): { count: number; chain: Buffer } {
    const row = this.last.get() as Pick<Row, 'seq' | 'chain'> | undefined;
    return row ? { count: row.seq, chain: Buffer.from(row.chain) } : { count: 0, chain: NOTHING_YET };
  }

  private link(before: Buffer, seq: number, body: string): Buffer {
    return createHmac('sha256', this.key).update(`entry\n${seq}\n`).update(before).update(body).digest();
  }

  private pinOf(text: string, chain: Buffer): string {
    return createHmac('sha256', this.key).update('pin\n').update(chain).update(text).digest('base64url');
  }
}

interface Row {
  readonly seq: number;
  readonly body: string;
  readonly chain: Uint8Array;
}

function named(name: string): string {
  if (!FACT.test(name)) throw new Error('The ledger was given a name that is not one of our code.');
  return name;
}

/** @throws Error for whatever could be a word of somebody */
function checked(facts: Facts): Facts {
  for (const [name, value] of Object.entries(facts)) {
    named(name);
    if (typeof value === 'string') named(value);
    if (typeof value === 'number' && !Number.isSafeInteger(value))
      throw new Error('The ledger holds whole numbers.');
  }
  return facts;
}

export function lost(): LedgerFault {
  return new LedgerFault(
    'The ledger of what was taken back and erased (ledger.sqlite) is gone, though there was one.',
    'ledger.missing',
  );
}

function changed(): LedgerFault {
  return new LedgerFault(
    'The ledger of what was taken back and erased is not what was written: entries were changed or dropped.',
    'ledger.changed',
  );
}

/** Lets no error of SQLite or the file system out: only what kind it was. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof LedgerFault) throw error;
    if (error instanceof NotPrivate) throw new LedgerFault(error.message, 'ledger.unusable');
    throw new LedgerFault(`The ledger cannot be read or written (${codeOf(error)}).`, 'ledger.unusable');
  }
}
