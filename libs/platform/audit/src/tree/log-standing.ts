import type { Database, SecretStore } from '@courtyard/database';
import type { Checkpoint } from '../merkle/checkpoint.js';
import { sameHash } from '../merkle/hash.js';
import { MerkleFault } from '../merkle/merkle-fault.js';
import { rootOf } from '../merkle/proof-generation.js';
import { TileReader } from '../merkle/tile-reader.js';
import { readVerifier } from './log-key.js';
import { hasSucceeded } from './log-lineage.js';
import { LogMark } from './log-mark.js';
import { RestoringState } from './restoring-state.js';
import { type GrownTree, StandingTree } from './standing-tree.js';
import { ANOTHER, BEHIND, LogFault, SPOILED, UNMARKED, UNSIGNED } from './tree.errors.js';

/**
 * Whether the tree in the database has grown from the checkpoint that was last signed.
 * @throws LogFault when it is older, or another one.
 */
export async function assertGrownFrom(
  mark: Pick<Checkpoint, 'size' | 'root'>,
  store: GrownTree,
): Promise<void> {
  const { tiled } = await store.head();
  if (tiled < mark.size) throw new LogFault(BEHIND);
  if (mark.size === 0n) return;
  let root: Uint8Array;
  try {
    root = await rootOf(new TileReader(tiled, (tile) => store.tile(tile)), mark.size);
  } catch (error) {
    if (error instanceof MerkleFault) throw new LogFault(SPOILED);
    throw error;
  }
  if (!sameHash(root, mark.root)) throw new LogFault(ANOTHER);
}

export interface Standing {
  /** Of a role that may read the tiles. */
  readonly database: Pick<Database, 'withoutOrganisation'>;
  /** Where that role finds them: egress has views of its own. */
  readonly schema?: 'public' | 'egress';
  readonly secrets: SecretStore;
  /** Of the secrets. */
  readonly folder: string;
}

/**
 * For api and egress, before they serve anybody: on an old copy of the database, withdrawals and erasures since then
 * would be undone and nobody would know (privacy-model.md section 7, "Restore"). Nothing is asked of a house whose log
 * was never signed; one that was signed must have its key and its mark.
 * @throws LogFault in one sentence.
 */
export async function assertLogStands({
  database,
  schema = 'public',
  secrets,
  folder,
}: Standing): Promise<void> {
  await RestoringState.assertNone(folder);
  const tree = new StandingTree(database, schema);
  // Asked first: a checkpoint is shown after its mark was written, so whoever sees one finds the mark.
  const wasSigned = await tree.wasSigned();
  const verifier = await readVerifier(secrets);
  if (!verifier) {
    if (wasSigned) throw new LogFault(UNSIGNED);
    return;
  }
  // A copy from before a restore has a tree that begins alike and is of another log; keys from before one are of another, too.
  const origin = await tree.origin();
  if (origin === null ? await hasSucceeded(folder) : origin !== verifier.name) throw new LogFault(ANOTHER);
  // The mark before the head: a tree that grows meanwhile has only grown from it.
  const mark = await new LogMark(folder).read(verifier);
  if (mark) await assertGrownFrom(mark, tree);
  else if (wasSigned) throw new LogFault(UNMARKED);
}
