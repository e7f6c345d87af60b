import type { Database } from '@courtyard/database';
import { leafHash } from '../event.js';
import { type Checkpoint, openCheckpoint, parseCheckpoint } from '../merkle/checkpoint.js';
import { sameHash } from '../merkle/hash.js';
import { MerkleFault } from '../merkle/merkle-fault.js';
import { parseNote } from '../merkle/note.js';
import type { VerifierKey } from '../merkle/note-key.js';
import { inclusionProof } from '../merkle/proof-generation.js';
import { verifyInclusion } from '../merkle/proof-verification.js';
import { TileReader } from '../merkle/tile-reader.js';
import { TreeStore } from './tree-store.js';

/** A signed head, as the sequencer stored it. */
export interface StoredCheckpoint {
  readonly size: bigint;
  readonly root: Buffer;
  /** The signed note (C2SP tlog-checkpoint); whoever holds the log's public key verifies it. */
  readonly note: string;
  readonly at: string;
}

/** That an entry stands at a position of a signed tree; it was verified before it was told. */
export interface StoredInclusion {
  readonly checkpoint: StoredCheckpoint;
  readonly leaf: Buffer;
  readonly path: readonly Uint8Array[];
}

const NEWEST = `select size, root, note, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
from audit_checkpoint order by size desc limit 1`;
/** Events that wait are young: whatever is not in the tree was recorded after its newest leaf, or moments before. */
const WAITING = `with newest as (
  select coalesce((select l.at - interval '10 minutes' from audit_leaf l where l.organisation_id = $1::uuid
    order by l.position desc limit 1), 'epoch') as at)
select count(*) from (
  select 1 from audit_event e
  where e.organisation_id = $1::uuid
    and e.id >= (select (lpad(to_hex(floor(extract(epoch from at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid from newest)
    and not exists (select from audit_leaf l where l.organisation_id = $1::uuid and l.event_id = e.id)
  limit 10000) e`;

/**
 * The tree as the sequencer stored it, for proofs. It holds hashes of all organisations and nothing else, so no policy judges
 * it: a named exception, and an entry to be proven must come from the gate.
 */
export class StoredTree {
  private readonly store: TreeStore;
  private verifier: VerifierKey | undefined;

  /** @param readVerifier the log's public key; undefined while nothing was ever signed, or where it is not at hand */
  constructor(
    private readonly database: Pick<Database, 'flight' | 'withoutOrganisation'>,
    private readonly readVerifier: () => Promise<VerifierKey | undefined> = async () => undefined,
  ) {
    this.store = new TreeStore(database);
  }

  /** Null before the first checkpoint. */
  async newest(): Promise<StoredCheckpoint | null> {
    const [[row] = []] = await this.database.withoutOrganisation([{ text: NEWEST, values: [] }]);
    const [size, root, note, at] = row ?? [];
    if (!size || !root || !note || !at) return null;
    return { size: BigInt(size), root: Buffer.from(root.slice(2), 'hex'), note, at };
  }

  /** Events of one organisation that are recorded and not yet in the tree; counted up to 10,000. */
  async waiting(organisationId: string): Promise<number> {
    const [[row] = []] = await this.database.flight(organisationId, [
      { text: WAITING, values: [organisationId] },
    ]);
    return Number(row?.[0] ?? 0);
  }

  /**
   * Proves an entry by its bytes in the newest checkpoint.
   * @returns null while the entry waits for a checkpoint
   * @throws MerkleFault when what is stored does not prove it: somebody changed something.
   */
  async prove(position: bigint, body: Uint8Array): Promise<StoredInclusion | null> {
    const checkpoint = await this.newest();
    if (!checkpoint || position >= checkpoint.size) return null;
    const { size, root } = checkpoint;
    const told = await this.opened(Buffer.from(checkpoint.note));
    if (told.size !== size || !sameHash(told.root, root)) throw new MerkleFault('log.root_mismatch');
    const reader = new TileReader(size, (tile) => this.store.tile(tile));
    const path = await inclusionProof(reader, position, size);
    const leaf = leafHash(body);
    verifyInclusion({ index: position, size, leaf, proof: path, root });
    return { checkpoint, leaf, path };
  }

  private async opened(note: Buffer): Promise<Checkpoint> {
    this.verifier ??= await this.readVerifier();
    const log = this.verifier;
    if (!log) return parseCheckpoint(parseNote(note).text);
    return openCheckpoint(note, { origin: log.name, log, witnesses: [], quorum: 0 }).checkpoint;
  }
}
