import type { PersonalOptions } from '@courtyard/catalogue';

type Shared = Omit<PersonalOptions, 'fieldNo'>;

const KEPT = { purposes: ['legal', 'rights'], retention: 'audit_3_years' } as const;

/** What was asked to leave, beside who asked. */
export const ASKED: Shared = { ...KEPT, category: 'pd:UID', sensitivity: 'low' };
/** Who asked or approved, in which role, and when. */
export const OFFICER: Shared = { ...KEPT, category: 'pd:CurrentEmployment', sensitivity: 'low' };
/** What opens the way out for one disclosure. */
export const OPENS: Shared = { ...KEPT, category: 'pd:Authenticating', sensitivity: 'high' };
/** What left with something about somebody. */
export const LEFT: Shared = { ...KEPT, category: 'pd:CommunicationsMetadata', sensitivity: 'medium' };
