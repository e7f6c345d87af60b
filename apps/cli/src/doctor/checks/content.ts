import type { Database, SignInRole } from '@courtyard/database';
import { Findings, type State } from '../finding.js';
import type { Patient } from '../patient.js';

type Values = ReadonlyMap<string, string>;

interface Rule {
  readonly setting: string;
  /** What is wrong with these settings; undefined where nothing is. */
  readonly judge: (values: Values) => readonly [State, string] | undefined;
  readonly todo: string;
}

/** Lines of such a level hold no ERROR, whose words quote what it failed on. */
const QUIET = new Set(['log', 'fatal', 'panic']);
const off = (values: Values, name: string, ...none: string[]) =>
  none.includes(values.get(name) ?? none[0] ?? '');

/** Settings by which a statement is written down with what came beside it. */
const STATEMENTS = [
  ['log_min_duration_statement', '-1'],
  ['log_min_duration_sample', '-1'],
  ['log_transaction_sample_rate', '0'],
] as const;

const RULES: readonly Rule[] = [
  {
    setting: 'log_statement',
    judge: (values) =>
      off(values, 'log_statement', 'none') ? undefined : ['fault', 'log_statement writes down statements'],
    todo: 'Set log_statement = none.',
  },
  ...STATEMENTS.map(
    ([setting, none]): Rule => ({
      setting,
      judge: (values) => {
        if (off(values, setting, none)) return undefined;
        // Texts of ours are constant; what people wrote stands beside them.
        return off(values, 'log_parameter_max_length', '0')
          ? ['warn', `${setting} writes down texts of statements, without values`]
          : ['fault', `${setting} writes down statements with their values`];
      },
      todo: `Set ${setting} = ${none}, and log_parameter_max_length = 0.`,
    }),
  ),
  {
    setting: 'log_parameter_max_length',
    judge: (values) =>
      off(values, 'log_parameter_max_length', '0')
        ? undefined
        : ['warn', 'log_parameter_max_length would write down values as soon as statements are logged'],
    todo: 'Set log_parameter_max_length = 0.',
  },
  {
    setting: 'log_parameter_max_length_on_error',
    judge: (values) =>
      off(values, 'log_parameter_max_length_on_error', '0')
        ? undefined
        : ['fault', 'log_parameter_max_length_on_error writes down the values of what failed'],
    todo: 'Set log_parameter_max_length_on_error = 0.',
  },
  {
    setting: 'log_min_messages',
    judge: (values) =>
      QUIET.has(values.get('log_min_messages') ?? 'log')
        ? undefined
        : ['fault', 'log_min_messages writes down errors, which quote values'],
    todo: 'Set log_min_messages = log: errors reach whoever asked anyway.',
  },
  {
    setting: 'log_min_error_statement',
    judge: (values) =>
      off(values, 'log_min_error_statement', 'panic')
        ? undefined
        : ['warn', 'log_min_error_statement writes down what failed'],
    todo: 'Set log_min_error_statement = panic.',
  },
  {
    setting: 'log_error_verbosity',
    judge: (values) =>
      off(values, 'log_error_verbosity', 'terse')
        ? undefined
        : ['warn', 'log_error_verbosity would write down details, which quote rows'],
    todo: 'Set log_error_verbosity = terse.',
  },
  {
    setting: 'log_lock_waits',
    judge: (values) =>
      off(values, 'log_lock_waits', 'off')
        ? undefined
        : ['warn', 'log_lock_waits writes down what waited, with its context'],
    todo: 'Set log_lock_waits = off.',
  },
  ...['debug_print_parse', 'debug_print_rewritten', 'debug_print_plan'].map(
    (setting): Rule => ({
      setting,
      judge: (values) =>
        off(values, setting, 'off') ? undefined : ['fault', `${setting} writes down trees of statements`],
      todo: `Set ${setting} = off.`,
    }),
  ),
  {
    setting: 'auto_explain.log_min_duration',
    judge: (values) =>
      off(values, 'auto_explain.log_min_duration', '-1')
        ? undefined
        : ['fault', 'auto_explain writes down plans, which hold values'],
    todo: 'Set auto_explain.log_min_duration = -1, or do not load it.',
  },
];

const READ = `select name, setting from pg_settings where name = any ($1::text[])`;
const ROLES = ['api', 'egress', 'audit', 'relay'] as const satisfies SignInRole[];

/** Asked as each role, so that what is set for one of them, or for this database, is seen as it works. */
export async function content({ as, ask }: Pick<Patient, 'as' | 'ask'>): Promise<Findings> {
  const found = new Findings('content');
  const names = RULES.map(({ setting }) => setting);
  const seen = new Map<string, Set<string>>();
  const rules = new Map<string, Rule & { readonly state: State; readonly says: string }>();
  const look = (role: string, values: Values) => {
    for (const rule of RULES) {
      const [state, says] = rule.judge(values) ?? [];
      if (!state || !says) continue;
      const key = `${rule.setting} ${state}`;
      rules.set(key, { ...rule, state, says });
      seen.set(key, (seen.get(key) ?? new Set()).add(role));
    }
  };
  const mapOf = (rows: readonly (readonly (string | null)[])[]): Values =>
    new Map(rows.map(([name, setting]) => [String(name), String(setting)]));
  look('owner', mapOf(await ask(READ, names)));
  for (const role of ROLES) {
    const database: Database = await as(role);
    const [rows = []] = await database.withoutOrganisation([{ text: READ, values: [names] }]);
    look(role, mapOf(rows));
  }
  for (const [key, { state, says, todo }] of rules) {
    const who = seen.get(key) ?? new Set();
    const where = who.size > ROLES.length ? '' : ` (as ${[...who].join(', ')})`;
    found[state === 'fault' ? 'fault' : 'warn'](`${says}${where}.`, todo);
  }
  const [[statistics] = []] = await ask(
    `select count(*) from pg_extension where extname = 'pg_stat_statements'`,
  );
  if (statistics !== '0')
    found.warn(
      'pg_stat_statements keeps texts of statements; those of Courtyard hold no values, what is typed by hand may.',
      'Drop the extension unless somebody reads it.',
    );
  found.otherwise('PostgreSQL writes no content to its log, as none of the roles.');
  return found;
}
