/**
 * The promises of product.md, and the tests that try to break each. A proof names a file, and the beginning of the full names
 * of its tests where not all of them are meant. A promise without proofs is listed as not built.
 *
 * @type {readonly { promise: number, title: string, tried: string, proofs: readonly { file: string, test?: string }[] }[]}
 */
export const PROMISES = [
  {
    promise: 1,
    title: 'Walls',
    tried: 'every purpose, recipient, field and consent',
    proofs: [
      { file: 'libs/platform/catalogue/src/decide.enumeration.spec.ts', test: 'decide, over every' },
      { file: 'libs/platform/catalogue/src/decide.oracle.spec.ts' },
      { file: 'libs/platform/catalogue/src/closed-lists.spec.ts', test: 'never' },
    ],
  },
  {
    promise: 2,
    title: 'No shadow reader',
    tried: 'everything asked by everybody, hidden things and unique words in every cell',
    proofs: [
      { file: 'test/access/states.db.spec.ts' },
      { file: 'test/access/hostile.db.spec.ts' },
      { file: 'test/canary/canary.db.spec.ts' },
      { file: 'libs/platform/records/src/gate.db.spec.ts' },
    ],
  },
  {
    promise: 3,
    title: 'Complete memory',
    tried: 'events lost, changed, reordered, cut off',
    proofs: [
      { file: 'libs/platform/audit/src/audit-log.db.spec.ts' },
      { file: 'libs/platform/audit/src/audit-privileges.db.spec.ts' },
      { file: 'libs/platform/audit/src/merkle/proof-change.spec.ts' },
      { file: 'libs/platform/audit/src/merkle/forgetful-verifier.spec.ts' },
      { file: 'libs/platform/audit/src/merkle/tile.spec.ts' },
    ],
  },
  {
    promise: 4,
    title: 'No score',
    tried: 'every number beside a person, and whether reading leaves a trace',
    proofs: [{ file: 'test/access/no-score.db.spec.ts' }],
  },
  {
    promise: 5,
    title: 'No detriment',
    tried: 'not built',
    proofs: [],
  },
  {
    promise: 6,
    title: 'Your filter',
    tried: 'feeds of random companies, newest first, by audience and nothing else',
    proofs: [{ file: 'test/access/feed-reach.db.spec.ts' }, { file: 'test/access/feed-hidden.db.spec.ts' }],
  },
  {
    promise: 7,
    title: 'Forgetting works',
    tried: 'withdrawal, leaving and revocation, while connected',
    proofs: [{ file: 'test/live/live-access.db.spec.ts' }, { file: 'test/live/feed-live.db.spec.ts' }],
  },
  {
    promise: 8,
    title: 'No dead ends',
    tried: 'not built',
    proofs: [],
  },
];
