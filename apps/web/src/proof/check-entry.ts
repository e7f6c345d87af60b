import { bytesOf } from './bytes';
import { isIncluded, leafHashOf, same } from './inclusion';

/** What the server hands over to prove one entry. */
export interface EntryProof {
  position: string;
  treeSize: string;
  leafHash: string;
  path: readonly string[];
  root: string;
  checkpoint: string;
  /** Canonical JSON of the entry. */
  body: string;
}

/** What the screen says of the entry: the proof is worth nothing for another one. */
export interface ShownEntry {
  eventId: string;
  at: string;
  operation: string;
  purpose: string;
  decision: string;
  roles: readonly string[];
}

export interface Verdict {
  /** The proven entry says what the screen says. */
  shown: boolean;
  /** Its bytes have the hash that stands in the tree. */
  unaltered: boolean;
  /** That hash stands at its place under the root. */
  placed: boolean;
  /** That root is the one of the signed checkpoint. The signature itself is not judged here. */
  signed: boolean;
}

/** Everything is computed here; nothing the server concludes is believed. */
export async function checkEntry(proof: EntryProof, entry: ShownEntry): Promise<Verdict> {
  const [leaf, root, ...path] = [proof.leafHash, proof.root, ...proof.path].map(bytesOf);
  const whole = path.every((hash) => hash !== undefined);
  const numbers = /^\d{1,20}$/.test(proof.position) && /^\d{1,20}$/.test(proof.treeSize);
  return {
    shown: saysTheSame(proof.body, entry),
    unaltered: leaf !== undefined && same(await leafHashOf(new TextEncoder().encode(proof.body)), leaf),
    placed:
      leaf !== undefined &&
      root !== undefined &&
      whole &&
      numbers &&
      (await isIncluded({
        index: BigInt(proof.position),
        size: BigInt(proof.treeSize),
        leafHash: leaf,
        path: path as Uint8Array[],
        root,
      })),
    signed: root !== undefined && namesHead(proof.checkpoint, proof.treeSize, root),
  };
}

export function holds(verdict: Verdict): boolean {
  return Object.values(verdict).every(Boolean);
}

function saysTheSame(body: string, entry: ShownEntry): boolean {
  try {
    const said = JSON.parse(body) as Record<string, unknown>;
    return (
      said['id'] === entry.eventId &&
      Date.parse(String(said['at'])) === Date.parse(entry.at) &&
      said['operation'] === entry.operation &&
      said['purpose'] === entry.purpose &&
      said['decision'] === entry.decision &&
      Array.isArray(said['roles']) &&
      [...said['roles']].sort().join() === [...entry.roles].sort().join()
    );
  } catch {
    return false;
  }
}

/** A checkpoint's lines are origin, size and root (C2SP tlog-checkpoint); its signatures follow an empty line. */
function namesHead(checkpoint: string, size: string, root: Uint8Array): boolean {
  const [text = '', signatures = ''] = checkpoint.split('\n\n');
  const [, itsSize, itsRoot = ''] = text.split('\n');
  const bytes = bytesOf(itsRoot);
  return itsSize === size && bytes !== undefined && same(bytes, root) && signatures.startsWith('— ');
}
