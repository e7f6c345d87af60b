import type { PresentedColumn, Purpose, RecipientCategory } from '@courtyard/catalogue';

/**
 * What a disclosure was, for whoever receives it and for whoever asks later (privacy-model.md section 5). It holds no value, no
 * person and no internal id of a row; counts are as people may read them, since the log and the officers keep it, too.
 */
export interface DisclosureManifest {
  readonly v: 1;
  readonly disclosure: string;
  readonly organisation: string;
  readonly recipient: {
    readonly id: string;
    readonly name: string;
    readonly category: RecipientCategory;
    /** ISO 3166-1 alpha-2. */
    readonly country: string;
  };
  readonly purpose: Purpose;
  readonly question: string;
  /** In the order of the file. */
  readonly columns: readonly PresentedColumn[];
  readonly file: {
    readonly format: 'csv' | 'jsonl';
    /** In hexadecimal, of the file as it was sent. Its length is not told: whoever knows the names could add up whose are in it. */
    readonly sha256: string;
  };
  /** SHA-256 of the permission matrix, in hexadecimal. */
  readonly policyVersion: string;
  /** `toldVersion` of the consent index, by which each cell was decided. */
  readonly indexVersion: string;
  /** Size of the audit log when it was prepared; null where the log has no tree yet. */
  readonly logPosition: string | null;
  readonly onward: typeof ONWARD_BAN;
  /** The same in every disclosure to this recipient, and in none to another. */
  readonly canary: string;
  /** ISO 8601 in UTC. */
  readonly preparedAt: string;
}

/** GDPR Art. 5(1)(b), Art. 7(3), Art. 19: what came for one purpose serves no other, and ends when the yes ends. */
export const ONWARD_BAN =
  'For the named recipient and purpose only. Not to be passed on, merged with other data, sold, or used to find out who is meant. To be deleted when the recipient is told that a consent has ended.';
