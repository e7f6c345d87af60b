/**
 * Why a tree, a proof, a tile or a note was not accepted. Stable: `courtyard verify` prints them and tests name them.
 * Closed, so that a reader can tell apart "this is not what was logged" from "this cannot be read".
 */
export type MerkleReason =
  | 'hash.malformed'
  | 'number.malformed'
  | 'tree.malformed'
  | 'tree.too_large'
  | 'proof.malformed'
  | 'proof.index_beyond_size'
  | 'proof.from_empty'
  | 'proof.shrinks'
  | 'proof.too_short'
  | 'proof.too_long'
  | 'proof.root_mismatch'
  | 'proof.earlier_root_mismatch'
  | 'tile.path_malformed'
  | 'tile.malformed'
  | 'tile.missing'
  | 'tile.mismatch'
  | 'entries.malformed'
  | 'entries.too_large'
  | 'entries.missing'
  | 'log.root_mismatch'
  | 'log.lost_by_restore'
  | 'log.forked'
  | 'succession.malformed'
  | 'succession.unsigned'
  | 'note.malformed'
  | 'note.too_large'
  | 'note.key_malformed'
  | 'note.keys_ambiguous'
  | 'note.signature_wrong'
  | 'note.unsigned'
  | 'note.text_reserved'
  | 'checkpoint.malformed'
  | 'checkpoint.other_origin'
  | 'checkpoint.unsigned_by_log'
  | 'checkpoint.too_few_witnesses';

/**
 * The only error that this folder throws for what it is given, however hostile. Carries no content: a note, a path or
 * an entry may have been written by whoever attacks.
 */
export class MerkleFault extends Error {
  override readonly name = 'MerkleFault';

  /** @param at the path of a tile in our own spelling. */
  constructor(
    readonly reason: MerkleReason,
    readonly at?: string,
  ) {
    super(at === undefined ? reason : `${reason} at ${at}`);
  }
}
