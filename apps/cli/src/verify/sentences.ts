import type { MerkleFault, MerkleReason } from '@courtyard/audit';

/** What a fault means to somebody who did not build this. Stable names stand behind the sentence, for programs. */
const SENTENCES: Partial<Record<MerkleReason, string>> = {
  'log.lost_by_restore':
    'Entries that the earlier checkpoint covers were lost: an older backup was put back, and another log began.',
  'log.forked':
    'The log that began after a restore does not follow the one before as it says: the log was forked.',
  'succession.malformed': 'It does not have the form of a word about the log before.',
  'succession.unsigned': 'The log before did not sign for the one that begins.',
  'log.root_mismatch': 'The entries do not give the root that was signed.',
  'entries.malformed': 'The entries are cut off, or do not have the form of entries.',
  'entries.missing': 'Entries that the checkpoint covers are missing.',
  'entries.too_large': 'It is larger than any entry can be.',
  'tile.missing': 'Hashes that the checkpoint covers are missing.',
  'tile.malformed': 'The hashes are cut off.',
  'tile.mismatch':
    'The entries and the hashes over them do not fit: one was changed, dropped, added or moved.',
  'proof.root_mismatch': 'The event does not stand where the proof says.',
  'proof.earlier_root_mismatch':
    'The log does not continue the earlier checkpoint: what was recorded then was changed.',
  'proof.shrinks':
    'The log is shorter than the earlier checkpoint: entries were dropped, or an old copy was put back.',
  'proof.from_empty': 'The earlier checkpoint is of an empty log; it proves nothing.',
  'note.unsigned': 'It is not signed with this key.',
  'note.signature_wrong': 'It is not what was signed with this key.',
  'note.malformed': 'It does not have the form of a signed checkpoint.',
  'note.key_malformed': 'This is no public key of a log.',
  'checkpoint.malformed': 'What was signed does not have the form of a checkpoint.',
  'checkpoint.other_origin': 'It is signed with this key, but of another log.',
  'tile.path_malformed': 'There is something that is no part of the log.',
  'proof.index_beyond_size': 'An event is said to stand behind the end of the log, or where none can stand.',
  'proof.malformed': 'It does not have the form of a proof.',
};

export function sentenceOf({ reason, at }: MerkleFault): string {
  const sentence = SENTENCES[reason] ?? 'It does not hold.';
  return `${sentence} (${[reason, at].filter(Boolean).join(' at ')})`;
}
