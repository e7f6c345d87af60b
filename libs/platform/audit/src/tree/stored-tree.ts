import type { Database } from '@courtyard/database';
import { MerkleFault } from '../merkle/merkle-fault.js';
import type { VerifierKey } from '../merkle/note-key.js';
import { type EventProof, proveEvent, verifyEventProof } from './event-proof.js';
import { TreeStore } from './tree-store.js';

/** How far the signed tree goes. */
export interface SignedHead {
  readonly size: bigint;
  readonly at: string;
}

const NEWEST = `select size, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
from audit_checkpoint
where size > coalesce((select begins from audit_succession order by generation desc limit 1), 0)
order by size desc limit 1`;

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
 * The tree as the sequencer stored it, for proofs inside the product. It holds hashes of all organisations and nothing else,
 * so no policy judges it: a named exception, and an entry to be proven must come from the gate.
 */
export class StoredTree {
  private readonly store: TreeStore;
  private verifier: VerifierKey | undefined;

  /** @param readVerifier the log's public key; undefined while nothing was ever signed */
  constructor(
    private readonly database: Pick<Database, 'read' | 'withoutOrganisation'>,
    private readonly readVerifier: () => Promise<VerifierKey | undefined>,
  ) {
    this.store = new TreeStore(database);
  }

  /** Null before the first checkpoint. */
  async head(): Promise<SignedHead | null> {
    const [[row] = []] = await this.database.withoutOrganisation([{ text: NEWEST, values: [] }]);
    return row?.[0] && row[1] ? { size: BigInt(row[0]), at: row[1] } : null;
  }

  /** Events of one organisation that are recorded and not yet in the tree; counted up to 10,000. */
  async waiting(organisationId: string): Promise<number> {
    const [row] = await this.database.read(organisationId, { text: WAITING, values: [organisationId] });
    return Number(row?.[0] ?? 0);
  }

  /**
   * Proves an entry by its bytes in the newest checkpoint, as a doubting outsider would, before it is told.
   * @returns null while the entry waits for a checkpoint
   * @throws MerkleFault when what is stored does not prove it: somebody changed something.
   */
  async prove(position: bigint, body: Buffer): Promise<EventProof | null> {
    const proof = await proveEvent(this.store, { position, body });
    if (!proof) return null;
    this.verifier ??= await this.readVerifier();
    if (!this.verifier) throw new MerkleFault('checkpoint.unsigned_by_log');
    verifyEventProof(proof, this.verifier);
    return proof;
  }
}
