import type { PersonalOptions } from '@courtyard/catalogue';

type Shared = Omit<PersonalOptions, 'category' | 'fieldNo'>;

/** Who wants to be, or is wanted, where. It goes with the answer, or with the person. */
export const KNOCKING: Shared = {
  sensitivity: 'medium',
  purposes: ['collaboration'],
  retention: 'employment_and_30_days',
};
