import type { Field } from './fields.js';
import { deepFreeze } from './freeze.js';
import type { Purpose } from './purposes.js';
import type { RecipientCategory } from './recipients.js';

/** May this field about these people be used for this purpose by this recipient? */
export interface Question {
  readonly purpose: Purpose;
  readonly recipient: Recipient;
  readonly field: Field;
  readonly policy: OrganisationPolicy;
  readonly cell: Cell;
}

/** A named party. */
export interface Recipient {
  readonly id: string;
  readonly category: RecipientCategory;
  /** The person behind `self`. */
  readonly person?: string;
  /** Of a processor; without it nothing goes there. */
  readonly contract?: ProcessorContract;
}

/** GDPR Art. 28. */
export interface ProcessorContract {
  readonly reference: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** What makes the transfer lawful there (GDPR Art. 44 to 49), or why none is needed. */
  readonly transferTool: string;
  /** The closed list of fields, as `Post.body`. */
  readonly fields: readonly string[];
  /** True where any other recipient belongs to the processor's group: then it may not serve. */
  readonly sharesGroup: boolean;
}

/** GDPR Art. 6(1)(a), (b), (c), (f). */
export type LawfulBasis = 'consent' | 'contract' | 'legal-obligation' | 'legitimate-interest';

/** What an organisation decided. It can only narrow: what it does not name is closed, and `never` is not asked here. */
export interface OrganisationPolicy {
  readonly switchedOff: readonly Purpose[];
  /** A purpose without a basis is closed. */
  readonly basis: Readonly<Partial<Record<Purpose, LawfulBasis>>>;
  /** Third parties are closed but for what stands here. Consent is asked on top. */
  readonly opened: readonly Opening[];
}

/** Nothing decided yet: everything but `never` answers `policy`. */
export const CLOSED_POLICY: OrganisationPolicy = deepFreeze({ switchedOff: [], basis: {}, opened: [] });

/** The organisation lets these fields go to this recipient for this purpose, as far as each person agrees. */
export interface Opening {
  readonly purpose: Purpose;
  readonly recipient: string;
  readonly fields: readonly string[];
}

/** One value of one row, by what matters for deciding; never the value itself. */
export interface Cell {
  /** Id of the row. */
  readonly item: string;
  /** The owner and everyone it is about: mentioned, quoted, praised, pictured. None known means nobody can agree. */
  readonly persons: readonly PersonConcerned[];
  readonly audience: 'organisation' | 'narrower';
  /** When it came to be, ISO 8601: a consent covers what was there when it was given, or up to the day its card names. */
  readonly since?: string;
  /** When it was changed last, null where it never was: a yes was said of these words, or of others. */
  readonly changed?: string | null;
  /** Whether the recipient would see it as a reader: audience, and the visibility its owner chose. */
  readonly recipientInAudience: boolean;
  /** A name found in it, a picture or an attachment, and its author has not marked whom it shows. */
  readonly unmarked: boolean;
  /** For statistics: how many people the value counts, and whether an earlier answer could be subtracted from it. */
  readonly group?: { readonly size: number; readonly subtractable: boolean };
}

export interface PersonConcerned {
  readonly person: string;
  readonly role: 'owner' | 'about';
  /** Only employees can say yes here: a guest counts as outside, and so do customers and former staff (`external`). */
  readonly kind: 'employee' | 'guest' | 'external';
  /** GDPR Art. 18. */
  readonly restricted: boolean;
  /** GDPR Art. 21: heeded where the purpose rests on legitimate interest. */
  readonly objectedTo: readonly Purpose[];
}
