import type { PersonalOptions } from '@courtyard/catalogue';

/** Who answers for the walls, since when, and who made them. */
export const OFFICE = {
  sensitivity: 'low',
  purposes: ['collaboration', 'rights'],
  retention: 'employment_and_30_days',
} as const satisfies Omit<PersonalOptions, 'category' | 'fieldNo'>;

export const HOLDING = { category: 'pd:CurrentEmployment' } as const;
