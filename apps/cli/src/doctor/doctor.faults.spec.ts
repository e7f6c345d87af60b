import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  canonical,
  formatCheckpoint,
  LogMark,
  leafHash,
  obtainSigner,
  readSigner,
  Sequencer,
  TreeStore,
} from '@courtyard/audit';
import {
  FolderSecrets,
  readSettings,
  type Settings,
  type TestDatabase,
  testDatabase,
} from '@courtyard/database';
import { writeBackupNote } from '@courtyard/observe';
import { Client } from 'pg';
import { v7 } from 'uuid';
import { disk } from './checks/machine.js';
import { versions } from './checks/versions.js';
import { examine } from './doctor.js';
import type { Finding } from './finding.js';

jest.setTimeout(120_000);

/** On a server of its own, whose roles and settings are broken for real, and seen; before and after, nothing is found. */
let home: TestDatabase;
let owner: Client;
let folder: string;
let settings: Settings;
let name: string;

beforeAll(async () => {
  home = await testDatabase({ fresh: true });
  owner = new Client({ connectionString: home.ownerUrl });
  await owner.connect();
  folder = mkdtempSync(join(tmpdir(), 'courtyard-doctor-'));
  mkdirSync(join(folder, 'secrets'), { mode: 0o700 });
  writeFileSync(join(folder, 'secrets', 'throttle'), 'x', { mode: 0o600 });
  await writeBackupNote(folder, { at: new Date() });
  name = `"${new URL(home.ownerUrl).pathname.slice(1)}"`;
  settings = readSettings({
    DATABASE_URL: home.ownerUrl,
    ...Object.fromEntries(
      Object.entries(home.urls).map(([role, url]) => [`DATABASE_URL_${role.toUpperCase()}`, url]),
    ),
    COURTYARD_FOLDER: folder,
    SMTP_URL: 'smtp://127.0.0.1',
    MAIL_FROM: 'courtyard@kessler.example',
  });
});
afterAll(async () => {
  await owner?.end();
  await home?.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = async (...statements: string[]) => {
  for (const text of statements) await owner.query(text);
};
const role = (kind: 'api' | 'egress' | 'audit') => new URL(home.urls[kind]).username;
const bad = (findings: readonly Finding[]) =>
  findings
    .filter(({ state }) => state !== 'ok')
    .map(({ check, state, says }) => `${state} ${check}: ${says}`);

test('a sound installation has a word for each check, and nothing is found', async () => {
  const findings = await examine(settings);
  expect(bad(findings)).toEqual([]);
  expect([...new Set(findings.map(({ check }) => check))]).toEqual(
    [
      'versions',
      'migrations',
      'build',
      'roles',
      'rights',
      'walls',
      'content',
      'indexes',
      'vacuum',
      'log',
      'clock',
    ].concat(['disk', 'secrets', 'backup', 'reach']),
  );
  for (const { says, todo } of findings) {
    expect(says).toMatch(/\.$/);
    expect(todo).toBeUndefined();
  }
});

interface Broken {
  readonly breaks: () => readonly string[];
  readonly mends: () => readonly string[];
  readonly found: readonly (string | RegExp)[];
}

const setting = (set: string, found: readonly string[]): Broken => ({
  breaks: () => [`alter database ${name} set ${set}`],
  mends: () => [`alter database ${name} reset ${set.split(' ')[0]}`],
  found,
});
const QUIETLY = 'fault content: log_min_messages writes down errors, which quote values.';

const BROKEN: readonly (readonly [string, Broken])[] = [
  [
    'a migration that is not applied',
    {
      breaks: () => [`update migration set name = 'x' || name where name like '0002-%'`],
      mends: () => [`update migration set name = substr(name, 2) where name like 'x%'`],
      found: [
        'fault migrations: 1 migrations are not applied, the first is 0002-create-audit.',
        'fault migrations: The database knows a migration that this program does not: x0002-create-audit.',
      ],
    },
  ],
  ...(['createdb', 'createrole', 'replication', 'bypassrls', 'superuser'] as const).map(
    (attribute) =>
      [
        `a role with ${attribute}`,
        {
          breaks: () => [`alter role ${role('egress')} ${attribute}`],
          mends: () => [`alter role ${role('egress')} no${attribute}`],
          found: ['fault roles: Role egress is above the policies.'],
        },
      ] as const,
  ),
  [
    'a role that is another, and one that owns a table',
    {
      breaks: () => [
        `grant ${role('audit')} to ${role('api')} with inherit false, set false`,
        `alter table idempotency owner to ${role('api')}`,
      ],
      mends: () => [
        `revoke ${role('audit')} from ${role('api')}`,
        `alter table idempotency owner to ${role('api').replace(/^api/, 'owner')}`,
        `grant select, insert, delete on idempotency to ${role('api')}`,
      ],
      found: [
        /^fault roles: Role api is also audit_/,
        'fault roles: Role api owns idempotency.',
        /idempotency/,
      ],
    },
  ],
  [
    'a right too many, and one too few',
    {
      breaks: () => [
        `grant delete on audit_event to ${role('api')}`,
        `revoke select on field from ${role('api')}`,
      ],
      mends: () => [
        `revoke delete on audit_event from ${role('api')}`,
        `grant select on field to ${role('api')}`,
      ],
      found: [
        'fault rights: A right that nobody reviewed: api table audit_event: delete, insert (organisation_id, id, at, kind, body, leaf), select.',
        'fault rights: A right is missing: api table audit_event: insert (organisation_id, id, at, kind, body, leaf), select.',
        'fault rights: A right is missing: api table field: select.',
      ],
    },
  ],
  [
    'a wall that is not forced',
    {
      breaks: () => ['alter table post no force row level security'],
      mends: () => ['alter table post force row level security'],
      found: [/^fault walls: post /],
    },
  ],
  [
    'an index that is gone, one that is not valid, one of nobody',
    {
      breaks: () => [
        'drop index audit_event_xid_id_idx',
        'create index stray on post (organisation_id)',
        `update pg_index set indisvalid = false where indexrelid = 'stray'::regclass`,
      ],
      mends: () => ['drop index stray', 'create index audit_event_xid_id_idx on audit_event (xid, id)'],
      found: [
        'fault indexes: An index is missing, or is another: audit_event.audit_event_xid_id_idx: btree (xid, id).',
        'fault indexes: The index post.stray is not valid.',
        'warn indexes: An index is there that no migration made: post.stray: btree (organisation_id).',
      ],
    },
  ],
  [
    'log_statement',
    setting(`log_statement = 'mod'`, ['fault content: log_statement writes down statements.']),
  ],
  [
    'slow statements, without values',
    setting('log_min_duration_statement = 500', [
      'warn content: log_min_duration_statement writes down texts of statements, without values.',
    ]),
  ],
  [
    'parameters, and with them slow statements',
    {
      breaks: () => [
        `alter database ${name} set log_parameter_max_length = -1`,
        `alter database ${name} set log_min_duration_sample = 100`,
        `alter database ${name} set log_transaction_sample_rate = 0.1`,
      ],
      mends: () => [`alter database ${name} reset all`],
      found: [
        'fault content: log_min_duration_sample writes down statements with their values.',
        'fault content: log_transaction_sample_rate writes down statements with their values.',
        'warn content: log_parameter_max_length would write down values as soon as statements are logged.',
      ],
    },
  ],
  [
    'parameters of what failed',
    setting('log_parameter_max_length_on_error = 64', [
      'fault content: log_parameter_max_length_on_error writes down the values of what failed.',
    ]),
  ],
  ['errors', setting(`log_min_messages = 'warning'`, [QUIETLY])],
  [
    'what failed',
    setting(`log_min_error_statement = 'error'`, [
      'warn content: log_min_error_statement writes down what failed.',
    ]),
  ],
  [
    'details',
    setting(`log_error_verbosity = 'default'`, [
      'warn content: log_error_verbosity would write down details, which quote rows.',
    ]),
  ],
  [
    'locks',
    setting('log_lock_waits = on', [
      'warn content: log_lock_waits writes down what waited, with its context.',
    ]),
  ],
  ...['parse', 'rewritten', 'plan'].map(
    (tree) =>
      [
        `trees: ${tree}`,
        setting(`debug_print_${tree} = on`, [
          `fault content: debug_print_${tree} writes down trees of statements.`,
        ]),
      ] as const,
  ),
  [
    'plans',
    {
      breaks: () => [
        `alter database ${name} set session_preload_libraries = 'auto_explain'`,
        `alter database ${name} set auto_explain.log_min_duration = 100`,
      ],
      mends: () => [`alter database ${name} reset all`],
      found: ['fault content: auto_explain writes down plans, which hold values.'],
    },
  ],
  [
    'a setting of one role in one database',
    {
      breaks: () => [`alter role ${role('api')} in database ${name} set log_statement = 'all'`],
      mends: () => [`alter role ${role('api')} in database ${name} reset log_statement`],
      found: ['fault content: log_statement writes down statements (as api).'],
    },
  ],
  [
    'pg_stat_statements',
    {
      breaks: () => ['create extension pg_stat_statements'],
      mends: () => ['drop extension pg_stat_statements'],
      found: [/^warn content: pg_stat_statements keeps texts/],
    },
  ],
  [
    'a server that never vacuums',
    {
      breaks: () => ['alter system set autovacuum = off', 'select pg_reload_conf()', 'select pg_sleep(0.2)'],
      mends: () => ['alter system reset autovacuum', 'select pg_reload_conf()', 'select pg_sleep(0.2)'],
      found: [
        'fault vacuum: autovacuum is off: pages get slower every day, and in the end the database stops.',
      ],
    },
  ],
  [
    'a table that is not vacuumed',
    {
      breaks: () => [
        'alter table sign_in_throttle set (autovacuum_enabled = false)',
        `insert into sign_in_throttle select 'k' || n, 1, 1 from generate_series(1, 30000) n`,
        'analyze sign_in_throttle',
      ],
      mends: () => [
        'alter table sign_in_throttle reset (autovacuum_enabled)',
        'checkpoint',
        'vacuum sign_in_throttle',
      ],
      found: ['warn vacuum: autovacuum is off for sign_in_throttle.'],
    },
  ],
  [
    'a table that was written since',
    {
      breaks: () => [
        `insert into sign_in_throttle select 'l' || n, 1, 1 from generate_series(1, 90000) n`,
        'analyze sign_in_throttle',
      ],
      mends: () => ['delete from sign_in_throttle', 'vacuum sign_in_throttle'],
      found: [
        /^warn vacuum: Most of sign_in_throttle was not vacuumed since it was written: \d+ of \d+ pages\.$/,
      ],
    },
  ],
];

test.each(BROKEN)('found: %s', async (_, { breaks, mends, found }) => {
  await run(...breaks());
  let broken: readonly Finding[];
  try {
    broken = await examine(settings);
  } finally {
    await run(...mends());
  }
  const told = bad(broken);
  for (const one of found)
    expect(told).toContainEqual(typeof one === 'string' ? one : expect.stringMatching(one));
  expect(
    told.filter((one) => !found.some((way) => (typeof way === 'string' ? way === one : way.test(one)))),
  ).toEqual([]);
  expect(broken.filter(({ state, todo }) => state !== 'ok' && !todo?.endsWith('.'))).toEqual([]);
  expect(bad(await examine(settings))).toEqual([]);
});

describe('found: the log', () => {
  test('events that nobody places, for a while', async () => {
    const organisation = v7();
    const body = Buffer.from(canonical({ id: organisation }));
    await owner.query(
      `insert into audit_event (organisation_id, id, at, kind, body, leaf) values ($1, $2, now() - interval '5 minutes', 'written', $3, $4)`,
      [organisation, v7(), body, leafHash(body)],
    );
    expect(bad(await examine(settings))).toEqual([
      'fault log: 1 events are not in the tree, the oldest for 5 minutes.',
    ]);
    await owner.query('delete from audit_event where organisation_id = $1', [organisation]);
  });

  test('events that nobody signs, and a database that is older than what was signed', async () => {
    const secrets = new FolderSecrets(join(folder, 'secrets'));
    let ahead = 0;
    const sequencer = new Sequencer({
      store: new TreeStore(home.open('audit', 1)),
      signer: { read: () => readSigner(secrets), obtain: () => obtainSigner(secrets) },
      mark: new LogMark(join(folder, 'secrets')),
      build: '0'.repeat(64),
      now: () => Date.now() + ahead,
    });
    const recorded = async (count: number) => {
      for (let at = 0; at < count; at++) {
        const body = Buffer.from(canonical({ id: v7() }));
        await owner.query(
          `insert into audit_event (organisation_id, id, at, kind, body, leaf) values ($1, $2, now(), 'written', $3, $4)`,
          [v7(), v7(), body, leafHash(body)],
        );
      }
    };
    /** A transaction of somebody else may hold it back for a moment. */
    const placed = async () => {
      while (!(await sequencer.turn())) await new Promise((resolve) => setTimeout(resolve, 10));
    };
    await recorded(3);
    await placed();
    // Signed by another build, as far as its word goes.
    const ANOTHER = /^warn build: The newest checkpoint was signed by build 0000/;
    expect(bad(await examine(settings))).toEqual([expect.stringMatching(ANOTHER)]);
    await recorded(4);
    await placed();
    await run(`update audit_checkpoint set at = now() - interval '2 hours'`);
    expect(bad(await examine(settings))).toEqual([
      expect.stringMatching(ANOTHER),
      'fault log: 4 events wait for a checkpoint; the last one is 120 minutes old.',
    ]);
    ahead = 20_000;
    await sequencer.turn();
    expect(bad(await examine(settings))).toEqual([expect.stringMatching(ANOTHER)]);

    const mark = join(folder, 'secrets', 'log-mark');
    const kept = readFileSync(mark);
    const signer = await obtainSigner(secrets);
    const newer = { origin: signer.origin, size: 50n, root: Buffer.alloc(32, 1), extensions: [] };
    await new LogMark(join(folder, 'secrets')).write(signer.sign(formatCheckpoint(newer)));
    expect(bad(await examine(settings))).toContainEqual(expect.stringMatching(/^fault log: /));
    writeFileSync(mark, kept);
    expect(bad(await examine(settings))).toEqual([expect.stringMatching(ANOTHER)]);

    writeFileSync(join(folder, 'secrets', 'restoring'), '{}', { mode: 0o600 });
    expect(bad(await examine(settings))).toContainEqual(expect.stringMatching(/^fault log: /));
    rmSync(join(folder, 'secrets', 'restoring'));
    // As if nothing had been signed here, for what comes after.
    await run(
      'truncate audit_checkpoint, audit_tile, audit_leaf, audit_event',
      `update audit_head set size = 0, tiled = 0, root = sha256(''), frontier = decode('0000000000000000', 'hex')`,
    );
    for (const file of ['log', 'log-verifier', 'log-mark']) rmSync(join(folder, 'secrets', file));
    expect(bad(await examine(settings))).toEqual([]);
  });
});

test('as a command: a line for each finding, JSON where it is asked for, and 1 only for a fault', async () => {
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: home.ownerUrl,
    ...Object.fromEntries(
      Object.entries(home.urls).map(([one, url]) => [`DATABASE_URL_${one.toUpperCase()}`, url]),
    ),
    COURTYARD_FOLDER: folder,
  };
  const ask = (...more: string[]) =>
    spawnSync(process.execPath, ['apps/cli/bin/courtyard.mjs', 'doctor', ...more], { env, encoding: 'utf8' });
  const plain = ask();
  expect([plain.status, plain.stderr]).toEqual([0, '']);
  expect(plain.stdout).toMatch(/^ok {5}versions {4}Node 24\./);
  expect(plain.stdout).toMatch(
    /^WARN {3}reach {7}No mail is sent: .*\.\n {19}Set SMTP_URL and MAIL_FROM\.$/m,
  );
  await run('drop index audit_event_xid_id_idx');
  const json = ask('--json');
  await run('create index audit_event_xid_id_idx on audit_event (xid, id)');
  expect(json.status).toBe(1);
  expect(JSON.parse(json.stdout)).toContainEqual(
    expect.objectContaining({ check: 'indexes', state: 'fault', todo: expect.any(String) }),
  );
  // Passwords came in by the environment.
  for (const url of [home.ownerUrl, ...Object.values(home.urls)])
    expect(plain.stdout + json.stdout).not.toContain(new URL(url).password || '\0');
});

describe('found: the machine', () => {
  test('a clock that is wrong', async () => {
    expect(bad(await examine(settings, () => Date.now() + 600_000))).toEqual([
      'fault clock: The clocks of the database and of this machine are 10 minutes apart.',
    ]);
    expect(bad(await examine(settings, () => Date.now() - 5_000))).toEqual([
      expect.stringMatching(/^warn clock: .* (4|5)\.\d seconds apart\.$/),
    ]);
  });

  test('a disk that is full', async () => {
    const full = await disk({ folder, settings }, { warnBytes: 1e18, faultBytes: 1e17 });
    expect(full.all).toEqual([expect.objectContaining({ state: 'fault', check: 'disk' })]);
    const nearly = await disk({ folder, settings }, { warnBytes: 1e18, faultBytes: 0 });
    expect(nearly.all).toEqual([expect.objectContaining({ state: 'warn' })]);
  });

  test('a key that others may read, and no keys', async () => {
    const key = join(folder, 'secrets', 'throttle');
    chmodSync(key, 0o640);
    chmodSync(join(folder, 'secrets'), 0o755);
    expect(bad(await examine(settings))).toEqual([
      `fault secrets: ${join(folder, 'secrets')} is open to others (mode 0755).`,
      `fault secrets: ${key} is open to others (mode 0640).`,
    ]);
    chmodSync(key, 0o600);
    chmodSync(join(folder, 'secrets'), 0o700);
    const empty = mkdtempSync(join(tmpdir(), 'courtyard-empty-'));
    await writeBackupNote(empty, { at: new Date() });
    expect(bad(await examine({ ...settings, folder: empty }))).toEqual([
      'fault secrets: There are no secrets in the folder.',
    ]);
    rmSync(empty, { recursive: true });
  });

  test('a backup that is old, unknown, or not where it was', async () => {
    const ago = (hours: number, path?: string) =>
      writeBackupNote(folder, { at: new Date(Date.now() - hours * 3_600_000), path });
    await ago(30);
    expect(bad(await examine(settings))).toEqual([
      'warn backup: The newest backup that is known is 30 hours old.',
    ]);
    await ago(24 * 9);
    expect(bad(await examine(settings))).toEqual([
      'fault backup: The newest backup that is known is 9 days old.',
    ]);
    await ago(1, join(folder, 'nowhere'));
    expect(bad(await examine(settings))).toEqual([
      'warn backup: The newest backup that is known is not where the note says.',
    ]);
    rmSync(join(folder, 'backup.json'));
    expect(bad(await examine(settings))).toEqual(['warn backup: No backup is known.']);
    await writeBackupNote(folder, { at: new Date() });
  });

  test('nobody to send mail, and an address that is not for others', async () => {
    expect(bad(await examine({ ...settings, smtpUrl: undefined }))).toEqual([
      expect.stringMatching(/^warn reach: No mail/),
    ]);
    expect(bad(await examine({ ...settings, environment: 'production' }))).toEqual([
      expect.stringMatching(/^warn reach: PUBLIC_URL is not set/),
    ]);
    expect(
      bad(await examine({ ...settings, hosts: ['0.0.0.0'], publicUrl: 'http://courtyard.example' })),
    ).toEqual([
      expect.stringMatching(/^warn reach: PUBLIC_URL is not https/),
      expect.stringMatching(/^warn reach: Others can reach this/),
    ]);
  });

  test('a Node and a PostgreSQL that it is not made for', async () => {
    const ask = async () => [['170004']];
    expect((await versions({ ask }, '22.1.0')).all).toEqual([
      expect.objectContaining({ state: 'fault', says: expect.stringContaining('Node 22.1.0') }),
      expect.objectContaining({ state: 'fault', says: expect.stringContaining('PostgreSQL 17') }),
    ]);
  });

  test('no database, and one that does not answer', async () => {
    const { databaseUrl: _, ...embedded } = settings;
    expect(bad(await examine({ ...embedded, roleUrls: {} } as Settings))).toEqual([
      'fault installation: There is no database in the folder.',
    ]);
    const gone = 'postgres://owner:secret@127.0.0.1:1/courtyard';
    const findings = bad(await examine({ ...settings, databaseUrl: gone }));
    expect(findings[0]).toMatch(/^fault/);
    expect(findings.join()).not.toMatch(/secret/);
  });
});
