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
    tried:
      'each purpose, recipient, field and consent by four deciders; SQL as every role; withdrawn while queued',
    proofs: [
      { file: 'libs/platform/catalogue/src/decide.enumeration.spec.ts', test: 'decide, over every' },
      { file: 'libs/platform/catalogue/src/decide.oracle.spec.ts' },
      { file: 'libs/platform/catalogue/src/closed-lists.spec.ts', test: 'never' },
      { file: 'test/egress/rules.spec.ts' },
      { file: 'test/egress/enumeration.db.spec.ts' },
      { file: 'test/egress/differential.db.spec.ts' },
      { file: 'test/egress/never.db.spec.ts' },
      { file: 'test/egress/attacks.db.spec.ts' },
      { file: 'test/egress/disclosure.db.spec.ts' },
      { file: 'apps/egress/src/disclosure/delivery.faults.spec.ts', test: 'to an endpoint: once' },
      { file: 'apps/egress/src/disclosure/delivery.faults.spec.ts', test: 'withdrawn while it is queued' },
      { file: 'apps/egress/src/canary.faults.spec.ts' },
      { file: 'test/faults/network.faults.spec.ts' },
    ],
  },
  {
    promise: 2,
    title: 'No shadow reader',
    tried:
      'the leak matrix: each surface by each way not to be told; all that is asked by everybody of what is hidden (cases of two people are not built: nobody reads beyond)',
    proofs: [
      { file: 'test/leaks/leak-matrix.db.spec.ts' },
      { file: 'test/access/states.db.spec.ts' },
      { file: 'test/access/hostile.db.spec.ts' },
      { file: 'test/canary/canary.db.spec.ts' },
      { file: 'libs/platform/records/src/gate.db.spec.ts' },
      { file: 'libs/identity/src/passkey/ceremony.spec.ts' },
    ],
  },
  {
    promise: 3,
    title: 'Complete memory',
    tried: 'events dropped, changed, moved and cut off; the log killed while it writes; old copies put back',
    proofs: [
      { file: 'libs/platform/audit/src/audit-log.db.spec.ts' },
      { file: 'libs/platform/audit/src/audit-privileges.db.spec.ts' },
      { file: 'libs/platform/audit/src/merkle/proof-change.spec.ts' },
      { file: 'libs/platform/audit/src/merkle/published-probes.spec.ts' },
      { file: 'libs/platform/audit/src/tree/sequencer.db.spec.ts' },
      { file: 'test/log/verify.spec.ts' },
      { file: 'test/log/export.db.spec.ts' },
      { file: 'test/access/compliance.db.spec.ts' },
      { file: 'test/faults/sequencer.faults.spec.ts' },
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
    tried: 'everything asked by everybody before and after a no, a yes and a yes taken back; the log’s bytes',
    proofs: [
      { file: 'test/access/no-detriment.db.spec.ts' },
      { file: 'test/access/consent-hidden.db.spec.ts' },
      { file: 'test/consent/invisible.db.spec.ts' },
    ],
  },
  {
    promise: 6,
    title: 'Your filter',
    tried: 'feeds of random companies: newest first, by audience and nothing else',
    proofs: [{ file: 'test/access/feed-reach.db.spec.ts' }, { file: 'test/access/feed-hidden.db.spec.ts' }],
  },
  {
    promise: 7,
    title: 'Forgetting works',
    tried:
      'withdrawing, leaving, erasing and revoking, while connected and while sending; older backups put back',
    proofs: [
      { file: 'test/live/live-access.db.spec.ts' },
      { file: 'test/live/feed-live.db.spec.ts' },
      { file: 'test/consent/index.db.spec.ts' },
      { file: 'test/consent/answering.db.spec.ts' },
      { file: 'test/consent/shown.db.spec.ts' },
      { file: 'apps/cli/src/import/erasing.db.spec.ts' },
      { file: 'libs/platform/audit/src/sqlite-key-store.spec.ts' },
      { file: 'libs/platform/audit/src/ledger/sqlite-ledger.spec.ts' },
      { file: 'test/consent/ledger.db.spec.ts' },
      { file: 'test/faults/ledger.faults.spec.ts' },
    ],
  },
  {
    promise: 8,
    title: 'No dead ends',
    tried:
      'who settles a question, who looks after it, who waits longest; taken, accepted and withdrawn at once (routing to experts is not built)',
    proofs: [{ file: 'libs/feed/src/question/question.db.spec.ts' }],
  },
];
