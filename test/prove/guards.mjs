/**
 * The guards of architecture.md, "Impossible to forget", and those of the promises, each with the fixtures that break it. A fixture is a test that feeds
 * the guard something broken and passes when it is caught (`test`), or a piece of code that a tool must refuse (`types`,
 * `lint`). One that is not found counts as not caught.
 *
 * @typedef {{ test: string, project: 'unit' | 'integration' | 'faults', file: string }} Test a beginning of its full name
 * @typedef {{ types: string, refused: RegExp }} Types the body of an async function with `gate` and `actor`
 * @typedef {{ lint: string, path: string, refused: string }} Lint code, and where it would stand
 * @type {readonly { forgetting: string, fixtures: readonly (Test | Types | Lint)[] }[]}
 */
export const GUARDS = [
  {
    forgetting: 'a root operation without @Can or @Public',
    fixtures: [
      unit('schema', 'control: operation without a decision'),
      unit('guards', 'control: operation without a decision'),
      integration('test/access/boot.db.spec.ts', 'control: boot with an operation that forgot @Can'),
    ],
  },
  {
    forgetting: 'going round the gate',
    fixtures: [
      integration('test/access/boot.db.spec.ts', 'control: boot with a class that asks for the DataSource'),
      law(),
      {
        lint: `import { DataSource } from 'typeorm';\nexport const source = new DataSource({ type: 'postgres' });\n`,
        path: 'libs/feed/src/post/round-the-gate.service.ts',
        refused: 'noRestrictedImports',
      },
    ],
  },
  {
    forgetting: 'a gate call without an action',
    fixtures: [
      { types: 'await gate.get(actor, postPolicy, id);', refused: /Expected 4(-5)? arguments/ },
      {
        types: "await gate.get(actor, postPolicy, 'destroy', id);",
        refused: /'"destroy"' is not assignable/,
      },
      {
        types: "await gate.write(actor, 'x', (write) => write.change(postPolicy, id, { body: 'x' }));",
        refused: /error/,
      },
    ],
  },
  {
    forgetting: 'a type check taken for a row check',
    fixtures: [unit('guards', 'control: a type check taken for a row check')],
  },
  {
    forgetting: 'a relation exposed on an entity',
    fixtures: [
      unit('schema', 'control: governed rows that are told carelessly'),
      unit('schema', 'control: a column or entity that nobody thought about a new column'),
    ],
  },
  {
    forgetting: 'a new column with personal data',
    fixtures: [
      unit('schema', 'control: a column or entity that nobody thought about'),
      integration('test/access/boot.db.spec.ts', 'control: boot on a database whose field numbers differ'),
    ],
  },
  {
    forgetting: 'policy and SQL drifting apart',
    fixtures: [
      integration(
        'test/access/feed-reach.db.spec.ts',
        'list = all.filter(can) and notices a rule that the SQL does not know',
      ),
    ],
  },
  {
    forgetting: 'a permission changed unnoticed',
    fixtures: [unit('schema', 'control: a permission that changed unnoticed')],
  },
  {
    forgetting: 'a subscription pushing what one may not see',
    fixtures: [unit('schema', 'control: a subscription that pushes, by @Subscription')],
  },
  {
    forgetting: 'access revoked while connected',
    fixtures: [
      integration(
        'test/access/states.db.spec.ts',
        'access that ends while somebody is connected control: a connection that is not told',
      ),
    ],
  },
  {
    forgetting: 'a job with no user',
    fixtures: [
      { types: "await gate.get(postPolicy, 'read', id);", refused: /Expected 4(-5)? arguments/ },
      {
        types: "await gate.get(null, postPolicy, 'read', id);",
        refused: /not assignable to parameter of type 'Actor'/,
      },
      { types: "await gate.write('job', async () => undefined);", refused: /Expected 3 arguments/ },
    ],
  },
  {
    forgetting: 'bytes leaving',
    fixtures: [
      law(),
      {
        lint: `export const send = () => fetch('https://example.org');\n`,
        path: 'libs/feed/src/post/send.service.ts',
        refused: 'noRestrictedGlobals',
      },
      {
        lint: `export const open = () => new WebSocket('wss://example.org');\n`,
        path: 'apps/api/src/http/open.ts',
        refused: 'noRestrictedGlobals',
      },
    ],
  },
  {
    forgetting: 'ordering, filtering or counting by what one may not see',
    fixtures: [
      unit('guards', 'control: ordering, filtering or looking up by what one may not see'),
      {
        types:
          "await gate.list(actor, postPolicy, 'read', { order: { by: 'salary', direction: 'asc' }, first: 5 });",
        refused: /'"salary"' is not assignable/,
      },
      {
        types:
          "await gate.list(actor, postPolicy, 'read', { order: { by: 'id', direction: 'asc' }, where: { salary: 1 }, first: 5 });",
        refused: /'salary' does not exist/,
      },
    ],
  },
  {
    forgetting: 'a database error telling that a hidden row exists',
    fixtures: [integration('test/access/tables.db.spec.ts', `${tables()} a unique key on what people write`)],
  },
  {
    forgetting: 'a table without a wall, a right too many, a way round row-level security',
    fixtures: [integration('test/access/tables.db.spec.ts', tables())],
  },
  {
    forgetting: 'input that nothing checks',
    fixtures: [unit('schema', 'control: input that nothing checks')],
  },
  {
    forgetting: 'a leak nobody thought of',
    fixtures: [integration('test/canary/canary.db.spec.ts', 'control: a resolver that reads past the gate')],
  },
  {
    forgetting: 'a new way to tell something, on no surface that is tried',
    fixtures: [
      integration('test/leaks/leak-matrix.db.spec.ts', 'control: an operation that forgot the walls'),
      integration('test/leaks/leak-matrix.db.spec.ts', 'control: the numbers of whoever is in it move'),
    ],
  },
  {
    forgetting: 'a word of somebody in a log, a number or a trace',
    fixtures: [
      plain('libs/platform/observe/src/log.spec.ts', 'the log control:'),
      plain('libs/platform/observe/src/metric/instrument.spec.ts', 'metrics tell closed labels only'),
      plain('libs/platform/observe/src/trace/tracing.spec.ts', 'control: words in place of names'),
      plain('test/observe/dashboards.spec.ts', 'control:'),
    ],
  },
  {
    forgetting: 'bytes leaving by another process',
    fixtures: [faults('test/faults/network.faults.spec.ts', 'control: every way out')],
  },
  {
    forgetting: 'deciders drifting apart',
    fixtures: [
      plain('test/egress/rules.spec.ts', 'the rules of a disclosure, stated for CASL control:'),
      integration('test/egress/differential.db.spec.ts', 'role egress, CASL and the reference control:'),
      plain('test/egress/views.spec.ts', 'control: a field that is asked for'),
    ],
  },
  {
    forgetting: 'an index of consents that says more than the people',
    fixtures: [integration('test/consent/index.db.spec.ts', 'control: a row that says more')],
  },
  {
    forgetting: 'a yes that the log tells from a no',
    fixtures: [integration('test/access/consent-log.db.spec.ts', 'control: what leaves more than a no')],
  },
  {
    forgetting: 'a yes that comes back with its purpose',
    fixtures: [integration('test/consent/answering.db.spec.ts', 'a yes control:')],
  },
  {
    forgetting: 'an accomplice who approves at once',
    fixtures: [
      integration('libs/people/src/office/office.db.spec.ts', 'role api control:'),
      integration('test/consent/office.db.spec.ts', 'the tables hold it without the application'),
    ],
  },
  {
    forgetting: 'words that somebody was not shown',
    fixtures: [integration('test/consent/shown.db.spec.ts', 'over any history control:')],
  },
  {
    forgetting: 'a grant or a manifest that was changed',
    fixtures: [
      plain('libs/egress/src/grant/grant-secret.spec.ts', 'control:'),
      plain('libs/egress/src/manifest/signed-manifest.spec.ts', 'control:'),
    ],
  },
  {
    forgetting: 'somebody who is named in a text',
    fixtures: [
      integration(
        'libs/people/src/name-in-text/name-finder.db.spec.ts',
        'whatever directory and text control:',
      ),
    ],
  },
  {
    forgetting: 'a log that was changed, by a verifier that forgets a check',
    fixtures: [plain('test/log/verify.spec.ts', 'control: a verifier that forgets')],
  },
  {
    forgetting: 'a withdrawal that a restore would undo',
    fixtures: [
      faults('test/faults/ledger.faults.spec.ts', 'control: a ledger that is written after the commit'),
      plain('libs/platform/audit/src/ledger/sqlite-ledger.spec.ts', 'the ledger control:'),
    ],
  },
  {
    forgetting: 'a backup that hides rows, or was changed',
    fixtures: [
      integration('test/backup/round-trip.db.spec.ts', 'control: a row policy that hides rows'),
      integration('test/backup/round-trip.db.spec.ts', 'control: a backup that is'),
    ],
  },
  {
    forgetting: 'an old copy of the database put back, a key or a mark that is gone',
    fixtures: [
      integration(
        'libs/platform/audit/src/tree/sequencer.db.spec.ts',
        'the sequencer refuses to sign an older copy',
      ),
      integration(
        'libs/platform/audit/src/tree/sequencer.db.spec.ts',
        'the sequencer refuses to sign without the key',
      ),
    ],
  },
  {
    forgetting: 'that one person asks without end',
    fixtures: [plain('apps/api/src/http/admission.spec.ts', 'control: without a share of their own')],
  },
  {
    forgetting: 'something acknowledged, while the house is hurt',
    fixtures: [plain('test/faults/losses.spec.ts', 'control: what is lost')],
  },
  {
    forgetting: 'a score, an order of people, a record of who read what',
    fixtures: [integration('test/access/no-score.db.spec.ts', 'control:')],
  },
  {
    forgetting: 'a no that somebody else can notice',
    fixtures: [integration('test/access/no-detriment.db.spec.ts', 'control: what does change')],
  },
];

function plain(file, test) {
  return { test, project: 'unit', file };
}

function faults(file, test) {
  return { test, project: 'faults', file };
}

function unit(name, test) {
  return { test, project: 'unit', file: `test/access/${name}.spec.ts` };
}

function integration(file, test) {
  return { test, project: 'integration', file };
}

function law() {
  return { test: 'each way to break it is found', project: 'unit', file: 'test/toolchain/law.spec.ts' };
}

function tables() {
  return 'control: a table, view, function, right or key that opens a wall';
}
