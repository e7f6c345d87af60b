import { z } from 'zod';
import { leafHash } from '../event.js';
import { type Checkpoint, openCheckpoint } from '../merkle/checkpoint.js';
import { sameHash } from '../merkle/hash.js';
import { MerkleFault } from '../merkle/merkle-fault.js';
import { strictBase64 } from '../merkle/note.js';
import type { VerifierKey } from '../merkle/note-key.js';
import { inclusionProof, rootOf } from '../merkle/proof-generation.js';
import { verifyInclusion } from '../merkle/proof-verification.js';
import { TileReader } from '../merkle/tile-reader.js';
import type { LoggedEvent } from './log-reader.js';
import type { TreeStore } from './tree-store.js';

/**
 * That one event stands in the log, for whoever has the log's public key and nothing else. Hashes in base64, numbers in
 * decimal: the form in which a person downloads it.
 */
export interface EventProof {
  readonly position: string;
  readonly treeSize: string;
  readonly leafHash: string;
  /** RFC 6962 section 2.1.1, bottom-up. */
  readonly path: readonly string[];
  readonly root: string;
  /** The signed note. */
  readonly checkpoint: string;
  /** Canonical JSON of the event. */
  readonly body: string;
}

/**
 * Inclusion of an event in the newest checkpoint; null while it waits for one.
 * @throws MerkleFault when a tile is missing.
 */
export async function proveEvent(
  store: Pick<TreeStore, 'newest' | 'tile'>,
  { position, body }: LoggedEvent,
): Promise<EventProof | null> {
  const newest = await store.newest();
  if (!newest || position >= newest.size) return null;
  const reader = new TileReader(newest.size, (tile) => store.tile(tile));
  const path = await inclusionProof(reader, position, newest.size);
  return {
    position: String(position),
    treeSize: String(newest.size),
    leafHash: leafHash(body).toString('base64'),
    path: path.map(base64),
    root: base64(await rootOf(reader, newest.size)),
    checkpoint: newest.note,
    body: body.toString('utf8'),
  };
}

const shape = z.strictObject({
  position: z.string(),
  treeSize: z.string(),
  leafHash: z.string(),
  path: z.array(z.string()).max(64),
  root: z.string(),
  checkpoint: z.string(),
  body: z.string(),
});

/** @throws MerkleFault `proof.malformed` */
export function readEventProof(text: string): EventProof {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new MerkleFault('proof.malformed');
  }
  const read = shape.safeParse(value);
  if (!read.success) throw new MerkleFault('proof.malformed');
  return read.data;
}

/**
 * What is written twice is compared; what is believed is the signature, the bytes of the event, and the path between them.
 * @throws MerkleFault
 */
export function verifyEventProof(proof: EventProof, log: VerifierKey): Checkpoint {
  const note = Buffer.from(proof.checkpoint, 'utf8');
  const { checkpoint } = openCheckpoint(note, { origin: log.name, log, witnesses: [], quorum: 0 });
  const leaf = leafHash(Buffer.from(proof.body, 'utf8'));
  if (proof.treeSize !== String(checkpoint.size) || !sameHash(hashOf(proof.root), checkpoint.root))
    throw new MerkleFault('proof.root_mismatch');
  if (!sameHash(hashOf(proof.leafHash), leaf)) throw new MerkleFault('proof.root_mismatch');
  if (!/^(0|[1-9]\d{0,19})$/.test(proof.position)) throw new MerkleFault('number.malformed');
  verifyInclusion({
    index: BigInt(proof.position),
    size: checkpoint.size,
    leaf,
    proof: proof.path.map(hashOf),
    root: checkpoint.root,
  });
  return checkpoint;
}

function hashOf(text: string): Buffer {
  const bytes = strictBase64(text);
  if (!bytes) throw new MerkleFault('hash.malformed');
  return bytes;
}

const base64 = (hash: Uint8Array) => Buffer.from(hash).toString('base64');
