import type { Database, Row, Statement } from '@courtyard/database';
import type { Checkpoint } from '../merkle/checkpoint.js';
import type { Tile } from '../merkle/tile.js';
import type { WrittenTile } from '../merkle/tile-edge.js';
import type { LeafColumns } from './leaf-columns.js';

/** How far the tree has grown, as the row of audit_head says. */
export interface TreeHead {
  readonly size: bigint;
  readonly root: Buffer;
  readonly frontier: Buffer;
  /** The size whose tiles are stored. */
  readonly tiled: bigint;
  readonly cursor: Cursor;
}

/** The last event in the tree, in the order in which events enter it. */
export interface Cursor {
  readonly xid: string;
  readonly eventId: string;
  readonly organisationId: string;
}

/** An event that waits for its place. */
export interface Settled extends Cursor {
  readonly at: string;
  readonly body: Buffer;
}

/** An event at its place. */
export interface Placed extends Settled {
  readonly position: bigint;
  readonly leaf: Buffer;
  readonly columns: LeafColumns;
}

/** What is recorded and not yet part of what outsiders can check. */
export interface LogLag {
  /** Events without a place in the tree; 10,000 at most. */
  readonly waiting: number;
  readonly waitingSeconds: number;
  /** Events in the tree that no checkpoint covers. */
  readonly unsigned: number;
  /** Since the last checkpoint, while events wait for one. */
  readonly unsignedSeconds: number;
}

/** A log that began after a restore. */
export interface StoredSuccession {
  readonly generation: number;
  readonly origin: string;
  readonly begins: bigint;
  /** Signed; see `openSuccession`. */
  readonly note: string;
}

type Handle = Pick<Database, 'withoutOrganisation'>;

/** "COURTREE" in ASCII. Of this database only. */
const LOCK = '4850475354524545';

const HEAD = `select size, root, frontier, tiled, xid::text, event_id, organisation_id,
  xid <= pg_snapshot_xmax(pg_current_snapshot()) from audit_head`;

/**
 * Below the oldest running transaction, so that nothing can still appear before what is read (gate.md section 6): commit
 * order is not the order of ids. One statement sees one snapshot. Ordered by the column, never by its text in the answer,
 * where 1000 comes before 999.
 */
const SETTLED = `select e.xid::text, e.id, e.organisation_id, e.at, e.body from audit_event e
where e.xid < pg_snapshot_xmin(pg_current_snapshot())
  and (e.xid, e.id, e.organisation_id) > ($1::text::xid8, $2::uuid, $3::uuid)
order by e.xid, e.id, e.organisation_id limit $4::int`;

const WAITING = `select exists (select from audit_event
where (xid, id, organisation_id) > ($1::text::xid8, $2::uuid, $3::uuid))`;

/** How much waits, and since when; counted no further than anybody needs to know. */
const LAG = `select count(*), coalesce(extract(epoch from now() - min(at)), 0)
from (select at from audit_event where (xid, id, organisation_id) > ($1::text::xid8, $2::uuid, $3::uuid)
  order by xid, id, organisation_id limit 10000) e`;

const CHECKPOINTED = `select coalesce(max(size), 0), extract(epoch from now() - max(at)) from audit_checkpoint`;

const APPEND = `insert into audit_leaf
  (organisation_id, position, event_id, at, kind, operation, purpose, decision, fields, roles, "case", leaf)
select organisation_id, position, event_id, at, kind, operation, purpose, decision, fields, roles, "case", decode(leaf, 'hex')
from json_to_recordset($1::json) as e(organisation_id uuid, position bigint, event_id uuid, at timestamptz, kind text,
  operation text, purpose text, decision text, fields smallint[], roles text[], "case" text, leaf text)`;

const ADVANCE = `update audit_head set size = $1::bigint, root = $2::bytea, frontier = $3::bytea, tiled = $4::bigint,
  xid = $5::text::xid8, event_id = $6::uuid, organisation_id = $7::uuid, at = now()`;

const TILES = `insert into audit_tile (level, index, width, bytes)
select * from unnest($1::smallint[], $2::bigint[], $3::smallint[], $4::bytea[]) on conflict do nothing`;

/** "A log may delete partial tiles once the full one is there" (C2SP tlog-tiles). */
const FORGET_PARTIAL = `delete from audit_tile t using unnest($1::smallint[], $2::bigint[]) f(level, index)
where t.level = f.level and t.index = f.index and t.width < 256`;

/** A partial tile is the beginning of every wider one of its place. */
const TILE = `select bytes from audit_tile where level = $1::smallint and index = $2::bigint and width >= $3::smallint
order by width limit 1`;

const LEAVES = 'select leaf from audit_leaf where position >= $1::bigint order by position limit $2::int';

/** Of the log that is now: what older logs of this house signed lies below its beginning. */
const NEWEST = `select size, note from audit_checkpoint
where size > coalesce((select begins from audit_succession order by generation desc limit 1), 0)
order by size desc limit 1`;

const NEWEST_OF_ANY = 'select size, note from audit_checkpoint order by size desc limit 1';

const SUCCESSIONS = 'select generation, origin, begins, note from audit_succession order by generation';

const SUCCEED = `insert into audit_succession (generation, origin, begins, note)
values ($1::int, $2::text, $3::bigint, $4::text) on conflict do nothing`;

/** What decides whether a commit is kept, and whether content is written to PostgreSQL's own log. */
const SETTINGS = `select name || '=' || setting from pg_settings where name in ('archive_mode', 'fsync', 'full_page_writes',
  'log_duration', 'log_min_duration_statement', 'log_min_error_statement', 'log_parameter_max_length',
  'log_parameter_max_length_on_error', 'log_statement', 'server_version', 'synchronous_commit', 'wal_level') order by name`;

const PUBLISH = `insert into audit_checkpoint (size, root, note) values ($1::bigint, $2::bytea, $3::text)
on conflict do nothing`;

/** What the sequencer reads and writes, with role `audit`; the tree's readers use the reading half with role `api`. */
export class TreeStore {
  constructor(private readonly database: Handle) {}

  /**
   * Whether this connection is the one that may continue the tree. Asked again it still is; where the connection was lost,
   * so is the lock. Needs a pool of one connection.
   */
  async tryLock(): Promise<boolean> {
    const [row] = await this.ask('select pg_try_advisory_lock($1::bigint)', LOCK);
    return row?.[0] === 't';
  }

  /** @returns also whether its transactions are counted by this PostgreSQL. */
  async head(): Promise<TreeHead & { readonly sameCluster: boolean }> {
    const [row] = await this.ask(HEAD);
    const [size, root, frontier, tiled, xid, eventId, organisationId, same] = row as string[];
    return {
      size: BigInt(size!),
      root: bytes(root!),
      frontier: bytes(frontier!),
      tiled: BigInt(tiled!),
      cursor: { xid: xid!, eventId: eventId!, organisationId: organisationId! },
      sameCluster: same === 't',
    };
  }

  async settled(after: Cursor, most: number): Promise<Settled[]> {
    const rows = await this.ask(SETTLED, ...valuesOf(after), most);
    return rows.map(([xid, eventId, organisationId, at, body]) => ({
      xid: xid!,
      eventId: eventId!,
      organisationId: organisationId!,
      at: at!,
      body: bytes(body!),
    }));
  }

  /** Whether anything was recorded after this, settled or not. */
  async isWaiting(after: Cursor): Promise<boolean> {
    const [row] = await this.ask(WAITING, ...valuesOf(after));
    return row?.[0] === 't';
  }

  /** How far the tree is behind what was recorded, and the checkpoints behind the tree. */
  async lag(): Promise<LogLag> {
    const { size, cursor } = await this.head();
    const [[waiting], [checkpoint]] = [
      await this.ask(LAG, ...valuesOf(cursor)),
      await this.ask(CHECKPOINTED),
    ];
    const unsigned = size - BigInt(checkpoint?.[0] ?? 0);
    return {
      waiting: Number(waiting?.[0]),
      waitingSeconds: Math.max(0, Number(waiting?.[1])),
      unsigned: Number(unsigned),
      unsignedSeconds: unsigned > 0n ? Math.max(0, Number(checkpoint?.[1] ?? 0)) : 0,
    };
  }

  /**
   * Leaves, tiles and head in one transaction. A position that is taken, by another sequencer that believed to be the
   * only one, refuses all of it.
   */
  async advance(placed: readonly Placed[], tiles: readonly WrittenTile[], head: TreeHead): Promise<void> {
    const statements: Statement[] = [];
    if (placed.length > 0) statements.push({ text: APPEND, values: [JSON.stringify(placed.map(rowOf))] });
    if (tiles.length > 0) {
      const full = tiles.filter(({ tile }) => tile.width === 256);
      statements.push({ text: TILES, values: [...places(tiles), ...contents(tiles)] });
      if (full.length > 0) statements.push({ text: FORGET_PARTIAL, values: places(full) });
    }
    const { size, root, frontier, tiled, cursor } = head;
    statements.push({
      text: ADVANCE,
      values: [String(size), root, frontier, String(tiled), ...valuesOf(cursor)],
    });
    await this.database.withoutOrganisation(statements);
  }

  /** The bytes of a tile of exactly this width; null when they are not there. */
  async tile({ level, index, width }: Tile): Promise<Buffer | null> {
    const [row] = await this.ask(TILE, level, String(index), width);
    return row ? bytes(row[0]!).subarray(0, 32 * width) : null;
  }

  async leaves(from: bigint, most: number): Promise<Buffer[]> {
    return (await this.ask(LEAVES, String(from), most)).map(([leaf]) => bytes(leaf!));
  }

  /** The newest checkpoint of the log that is now, as it was signed; null while nothing is. */
  async newest(): Promise<{ readonly size: bigint; readonly note: string } | null> {
    const [row] = await this.ask(NEWEST);
    return row ? { size: BigInt(row[0]!), note: row[1]! } : null;
  }

  /** The newest of any log of this house; what was put back was last signed so. */
  async newestOfAny(): Promise<{ readonly size: bigint; readonly note: string } | null> {
    const [row] = await this.ask(NEWEST_OF_ANY);
    return row ? { size: BigInt(row[0]!), note: row[1]! } : null;
  }

  /** How the logs of this house followed each other, the oldest first. */
  async successions(): Promise<StoredSuccession[]> {
    return (await this.ask(SUCCESSIONS)).map(([generation, origin, begins, note]) => ({
      generation: Number(generation),
      origin: origin!,
      begins: BigInt(begins!),
      note: note!,
    }));
  }

  /** Told again it changes nothing. */
  async succeed({ generation, origin, begins, note }: StoredSuccession): Promise<void> {
    await this.ask(SUCCEED, generation, origin, String(begins), note);
  }

  async publish({ size, root }: Pick<Checkpoint, 'size' | 'root'>, note: Buffer): Promise<void> {
    await this.ask(PUBLISH, String(size), root, note.toString('utf8'));
  }

  /** `name=value` of PostgreSQL's settings that a checkpoint tells. */
  async settings(): Promise<string[]> {
    return (await this.ask(SETTINGS)).map(([setting]) => setting!);
  }

  private async ask(text: string, ...values: unknown[]): Promise<Row[]> {
    const [rows = []] = await this.database.withoutOrganisation([{ text, values }]);
    return rows;
  }
}

function valuesOf({ xid, eventId, organisationId }: Cursor): string[] {
  return [xid, eventId, organisationId];
}

function rowOf({ organisationId, position, eventId, at, columns, leaf }: Placed): object {
  return {
    organisation_id: organisationId,
    position: String(position),
    event_id: eventId,
    at,
    ...columns,
    leaf: leaf.toString('hex'),
  };
}

const places = (tiles: readonly WrittenTile[]) => [
  tiles.map(({ tile }) => tile.level),
  tiles.map(({ tile }) => String(tile.index)),
];
const contents = (tiles: readonly WrittenTile[]) => [
  tiles.map(({ tile }) => tile.width),
  tiles.map(({ bytes: content }) => content),
];

/** PostgreSQL's text form of bytea. */
function bytes(text: string): Buffer {
  return Buffer.from(text.slice(2), 'hex');
}
