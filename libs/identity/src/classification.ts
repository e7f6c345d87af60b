import type { PersonalOptions } from '@courtyard/catalogue';

type Shared = Omit<PersonalOptions, 'fieldNo'>;

const WHILE_HERE = { purposes: ['security'], retention: 'employment_and_30_days' } as const;
const PASSING = { purposes: ['security'], retention: 'security_90_days' } as const;

/** What belongs to an account for as long as there is one. */
export const ACCOUNTS_KEY: Shared = { ...WHILE_HERE, category: 'pd:UID', sensitivity: 'low' };
export const ACCOUNTS_SECRET: Shared = { ...WHILE_HERE, category: 'pd:Authenticating', sensitivity: 'high' };
export const ACCOUNTS_PAST: Shared = {
  ...WHILE_HERE,
  category: 'pd:AuthenticationHistory',
  sensitivity: 'low',
};

/** What passes: sessions, challenges, links, notices. */
export const PASSING_KEY: Shared = { ...PASSING, category: 'pd:UID', sensitivity: 'low' };
export const PASSING_SECRET: Shared = { ...PASSING, category: 'pd:Authenticating', sensitivity: 'high' };
export const PASSING_PAST: Shared = { ...PASSING, category: 'pd:AuthenticationHistory', sensitivity: 'low' };
