import type { Figure } from '../harness/figure.js';
import { signingIn } from '../probes/write.js';
import { rateOf } from './words.js';

export const signInsPerSecond: Figure = {
  name: 'sign-ins',
  what: 'sign-in with a password (argon2id), 32 clients',
  unit: '/s',
  must: null,
  aim: null,
  better: 'higher',
  probes: [signingIn],
  measure: async (_, samples) => rateOf(samples.of(signingIn)),
};
