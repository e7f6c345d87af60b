export { Appender, type AppenderOptions } from './appender.js';
export { canAppend } from './appending.js';
export { AuditLog, type AuditLogOptions, type RecordedEvent } from './audit-log.js';
export { type Committed, commitmentOf, type Slot } from './commitment.js';
export {
  type AccessKind,
  type Basis,
  canonical,
  type EventBody,
  type EventKind,
  type LogFacts,
  leafHash,
  type Purpose,
  policyVersionOf,
  type SecurityKind,
} from './event.js';
export { type Grounds, type GroundsOf, usualGrounds } from './grounds.js';
export { type KeyStore, KeyStoreFault, type PersonKey } from './key-store.js';
export { LedgerFault } from './ledger/ledger-fault.js';
export { type LedgerHead, type LedgerPin, SqliteLedger } from './ledger/sqlite-ledger.js';
export {
  type Checkpoint,
  type CheckpointTrust,
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
} from './merkle/checkpoint.js';
export { decodeEntries, ENTRY_LIMIT, encodeEntries } from './merkle/entry-bundle.js';
export { Frontier } from './merkle/frontier.js';
export { emptyRoot, HASH_BYTES, nodeHash } from './merkle/hash.js';
export { type Head, type ReadPath, verifyLog, verifyTiles } from './merkle/log-verification.js';
export { MerkleFault, type MerkleReason } from './merkle/merkle-fault.js';
export { encodeNote, type Note, type NoteSignature, parseNote } from './merkle/note.js';
export {
  formatVerifierKey,
  parseVerifierKey,
  type SignatureType,
  type VerifierKey,
  verifierKeyOf,
} from './merkle/note-key.js';
export { cosignText, openNote, signText, type VerifiedSignature } from './merkle/note-signature.js';
export { consistencyProof, type HashReader, inclusionProof, rootOf } from './merkle/proof-generation.js';
export {
  type ConsistencyClaim,
  type InclusionClaim,
  type Proof,
  verifyConsistency,
  verifyInclusion,
} from './merkle/proof-verification.js';
export {
  decodeTile,
  encodeTile,
  parseTilePath,
  TILE_WIDTH,
  type Tile,
  tileOf,
  tilePath,
  tilesOf,
} from './merkle/tile.js';
export { TileEdge, type WrittenTile } from './merkle/tile-edge.js';
export { type ReadTile, TileReader } from './merkle/tile-reader.js';
export type { SecurityEvent } from './security-event.js';
export { KEY_RESOURCE, SqliteKeyStore } from './sqlite-key-store.js';
export { buildHash } from './tree/build-hash.js';
export { type EventProof, proveEvent, readEventProof, verifyEventProof } from './tree/event-proof.js';
export { type LogSigner, obtainSigner, readSigner, readVerifier } from './tree/log-key.js';
export { LogMark, pinOf } from './tree/log-mark.js';
export { type LoggedEvent, LogReader } from './tree/log-reader.js';
export { assertLogStands, type Standing } from './tree/log-standing.js';
export { type Restoring, type RestoringPhase, RestoringState } from './tree/restoring-state.js';
export { Sequencer, type SequencerOptions } from './tree/sequencer.js';
export { type SignedHead, StoredTree } from './tree/stored-tree.js';
export {
  LEDGER_LOST,
  type LedgerLost,
  openSuccession,
  readSuccession,
  type Succession,
} from './tree/succession.js';
export {
  forgetPrepared,
  originOf,
  type Prepared,
  prepareSuccessor,
  type SuccessorOptions,
  succeed,
} from './tree/successor.js';
export { LogFault, STANDS } from './tree/tree.errors.js';
export {
  type Cursor,
  type LogLag,
  type Placed,
  type Settled,
  type StoredSuccession,
  type TreeHead,
  TreeStore,
} from './tree/tree-store.js';
