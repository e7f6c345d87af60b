import type { PersonalOptions } from '@courtyard/catalogue';

type Shared = Omit<PersonalOptions, 'category' | 'fieldNo'>;

/** What every card shows. People may be asked to let it leave. */
export const CARD: Shared = {
  sensitivity: 'low',
  purposes: ['collaboration', 'directory', 'search'],
  retention: 'employment_and_30_days',
  asked: true,
};

/** What a person writes about themselves: free text may hold anything, so it leaves per item only. */
export const PROFILE: Shared = {
  sensitivity: 'special',
  purposes: ['directory'],
  retention: 'employment_and_30_days',
};

/** A picture may show anything (GDPR Art. 9): it is on every card, and leaves per item only. */
export const PICTURE = {
  category: 'pd:Picture',
  sensitivity: 'special',
  purposes: ['collaboration', 'directory'],
  retention: 'employment_and_30_days',
} as const satisfies Omit<PersonalOptions, 'fieldNo'>;

/** Copies of the name that lists are ordered and searched by. */
export const WORD: Shared = {
  sensitivity: 'low',
  purposes: ['directory', 'search'],
  retention: 'employment_and_30_days',
};

/** Where somebody stands in the organisation. */
export const STANDING: Shared = {
  sensitivity: 'medium',
  purposes: ['collaboration', 'directory'],
  retention: 'employment_and_30_days',
};

/** Keys and counts that the machine needs to know a person by. */
export const KEPT: Shared = {
  sensitivity: 'low',
  purposes: ['collaboration', 'directory'],
  retention: 'employment_and_30_days',
};

/** Whom a person lets see something, and whether there is something. */
export const PREFERENCE = {
  category: 'pd:PrivacyPreference',
  sensitivity: 'medium',
  purposes: ['directory'],
  retention: 'employment_and_30_days',
} as const satisfies Omit<PersonalOptions, 'fieldNo'>;
