import { usualGrounds } from './grounds.js';

test.each([
  ['consent', 'decideConsent', { purpose: 'rights', basis: 'legal-obligation' }],
  ['policy', 'decideOpening', { purpose: 'rights', basis: 'legal-obligation' }],
  ['denied', 'decideConsent', { purpose: 'security', basis: 'legitimate-interest' }],
  ['written', 'publishPost', { purpose: 'collaboration', basis: 'legitimate-interest' }],
  ['opened', 'reveal', { purpose: 'directory', basis: 'legitimate-interest' }],
] as const)('%s of %s is recorded on its own grounds', (kind, operation, grounds) => {
  expect(usualGrounds(kind, operation)).toEqual(grounds);
});
