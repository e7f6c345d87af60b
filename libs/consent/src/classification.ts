import type { PersonalOptions } from '@courtyard/catalogue';

type Shared = Omit<PersonalOptions, 'fieldNo'>;

const KEPT = { purposes: ['rights', 'legal'], retention: 'audit_3_years' } as const;

/** What a person said about who may receive something, and when: proof of it is kept (GDPR Art. 7(1)). */
export const SAID: Shared = { ...KEPT, category: 'pd:PrivacyPreference', sensitivity: 'high' };
/** Keys that tie what was said to a person, a card, a recipient. */
export const TIED_BY: Shared = { ...KEPT, category: 'pd:UID', sensitivity: 'medium' };
/** What the organisation decided, beside who decided it. */
export const DECIDED: Shared = { ...KEPT, category: 'pd:UID', sensitivity: 'low' };
/** Who decided it, in which role, and when. */
export const DECIDER: Shared = { ...KEPT, category: 'pd:CurrentEmployment', sensitivity: 'low' };
