import type { PersonalOptions } from '@courtyard/catalogue';

type Shared = Omit<PersonalOptions, 'fieldNo'>;

const KEPT = { purposes: ['security', 'rights'], retention: 'audit_3_years' } as const;

/** Keys by which an event is found. */
export const FOUND_BY: Shared = { ...KEPT, category: 'pd:UID', sensitivity: 'low' };
/** What was done, when and in which role: about whoever did it, and whomever it concerns. */
export const DONE: Shared = { ...KEPT, category: 'pd:AuthenticationHistory', sensitivity: 'medium' };
/** The whole event: commitments, and names of our code. */
export const RECORDED: Shared = { ...KEPT, category: 'pd:UID', sensitivity: 'high' };
