import { parse } from 'libpg-query';

/** Migrations that landed before there was more than one process to think of. */
export const FIRST_UNDER_RULE = '0024';

/** What would break, or hold up, the version that runs while a migration is applied. */
export interface Hazard {
  /** `breaks`: it fails or loses what it needs; `locks`: it waits for as long as the statement takes. */
  readonly kind: 'breaks' | 'locks';
  readonly what: string;
}

// biome-ignore lint/suspicious/noExplicitAny: PostgreSQL's own parse tree, of which a few names are read
type Tree = any;

/**
 * Hazards of one migration, by PostgreSQL's own parser. What is made in the same migration is nobody's yet, so anything may be done to it.
 * @param earlier names of all migrations before it
 * @throws where a comment that lets something pass gives no reason, or names no earlier migration
 */
export async function hazardsOf(text: string, earlier: readonly string[]): Promise<Hazard[]> {
  const statements = await statementsOf(text);
  const made = new Set<string>(
    statements.flatMap(({ CreateStmt, CreateFunctionStmt, ViewStmt }) => [
      ...(CreateStmt ? [CreateStmt.relation.relname] : []),
      ...(ViewStmt ? [ViewStmt.view.relname] : []),
      ...(CreateFunctionStmt ? [lastOf(CreateFunctionStmt.funcname)] : []),
    ]),
  );
  const found = statements.flatMap((statement) => [...judge(statement, made)]);
  const passes = passesOf(text, earlier);
  return found.filter(({ kind }) => !passes.has(kind));
}

async function statementsOf(text: string): Promise<Tree[]> {
  // Names of roles are put in when it is applied.
  const named = text.replace(/(?<![:\w]):(owner|api|egress_def|egress|audit|search|relay)\b/g, 'role_$1');
  const { stmts = [] } = (await parse(named)) as Tree;
  return stmts.map(({ stmt }: Tree) => stmt);
}

function* judge(statement: Tree, made: ReadonlySet<string>): Generator<Hazard> {
  const [[kind, tree]] = Object.entries<Tree>(statement) as [[string, Tree]];
  if (kind === 'DropStmt') {
    const names = (tree.objects as Tree[]).map(nameOf).filter((name) => !made.has(name));
    if (names.length > 0 && !HARMLESS_DROPS.has(tree.removeType))
      yield { kind: 'breaks', what: `drops ${names.join(', ')}` };
  }
  if (kind === 'RenameStmt') yield { kind: 'breaks', what: `renames to ${tree.newname}` };
  if (kind === 'AlterObjectSchemaStmt') yield { kind: 'breaks', what: `moves to ${tree.newschema}` };
  if (kind === 'TruncateStmt') yield { kind: 'breaks', what: 'empties a table' };
  if (kind === 'GrantStmt' && !tree.is_grant && !isFromPublic(tree))
    yield { kind: 'breaks', what: 'takes a right away' };
  if (kind === 'IndexStmt' && !made.has(tree.relation.relname))
    yield { kind: 'locks', what: `builds an index on ${tree.relation.relname}: writers wait` };
  if (kind === 'LockStmt' || kind === 'VacuumStmt' || kind === 'ClusterStmt')
    yield { kind: 'locks', what: 'locks a table' };
  if (kind === 'AlterTableStmt' && !made.has(tree.relation.relname))
    for (const { AlterTableCmd: command } of tree.cmds) yield* judgeChange(command, tree.relation.relname);
  // A body is a text to the parser, so it is looked through as one.
  if (kind === 'DoStmt' && /\b(alter\s+table|drop|rename|truncate)\b/i.test(JSON.stringify(tree)))
    yield { kind: 'breaks', what: 'changes tables from within a block' };
}

/** Nobody asks for these by name. */
const HARMLESS_DROPS = new Set(['OBJECT_TRIGGER', 'OBJECT_INDEX', 'OBJECT_POLICY']);

function* judgeChange(command: Tree, table: string): Generator<Hazard> {
  const column = `${table}.${command.name ?? command.def?.ColumnDef?.colname ?? ''}`;
  switch (command.subtype) {
    case 'AT_DropColumn':
      yield { kind: 'breaks', what: `drops ${column}` };
      break;
    case 'AT_SetNotNull':
      yield { kind: 'breaks', what: `${column} must be given` };
      break;
    case 'AT_AlterColumnType':
      yield { kind: 'breaks', what: `${column} has another type` };
      break;
    case 'AT_AddColumn': {
      const { constraints = [], colname } = command.def.ColumnDef;
      const kinds = constraints.map(({ Constraint }: Tree) => Constraint);
      const given = kinds.some(({ contype }: Tree) => GIVEN.has(contype));
      if (!given && kinds.some(({ contype }: Tree) => contype === 'CONSTR_NOTNULL'))
        yield { kind: 'breaks', what: `${table}.${colname} must be given` };
      if (kinds.some(rewrites))
        yield { kind: 'locks', what: `${table}.${colname} is written into every row: everybody waits` };
      break;
    }
    case 'AT_AddConstraint': {
      const { contype, skip_validation, indexname, conname } = command.def.Constraint;
      if (contype === 'CONSTR_FOREIGN' || contype === 'CONSTR_CHECK') {
        if (!skip_validation)
          yield { kind: 'locks', what: `${conname} looks at every row: add it NOT VALID first` };
      } else if (!indexname)
        yield { kind: 'locks', what: `${conname ?? contype} builds an index: writers wait` };
      break;
    }
  }
}

const GIVEN = new Set(['CONSTR_DEFAULT', 'CONSTR_GENERATED', 'CONSTR_IDENTITY']);
/** The same for every row of the statement, so that no row is written for it. */
const STEADY = new Set(['now', 'current_setting']);

/** A value that differs from row to row, or is stored by computing it. */
function rewrites({ contype, raw_expr, generated_kind }: Tree): boolean {
  if (contype === 'CONSTR_IDENTITY') return true;
  if (contype === 'CONSTR_GENERATED') return generated_kind === 's';
  if (contype !== 'CONSTR_DEFAULT') return false;
  const calls = Array.from(
    JSON.stringify(raw_expr).matchAll(/"funcname":\[(.*?)\]/g),
    ([, names = '']) => /"sval":"(\w+)"[^"]*$/.exec(names)?.[1],
  );
  return calls.some((name) => !STEADY.has(name ?? ''));
}

function isFromPublic({ grantees }: Tree): boolean {
  return grantees.every(({ RoleSpec }: Tree) => RoleSpec.roletype === 'ROLESPEC_PUBLIC');
}

function nameOf(object: Tree): string {
  if (object.List) return lastOf(object.List.items);
  if (object.ObjectWithArgs) return lastOf(object.ObjectWithArgs.objname);
  if (object.TypeName) return lastOf(object.TypeName.names);
  return object.String?.sval ?? '';
}

const lastOf = (names: Tree[]): string => names.at(-1)?.String?.sval ?? '';

/** What its author lets pass, with the reason: `-- contract of 0031: …` and `-- locks: …`. */
function passesOf(text: string, earlier: readonly string[]): ReadonlySet<Hazard['kind']> {
  const passes = new Set<Hazard['kind']>();
  for (const [, number = '', why = ''] of text.matchAll(/^-- contract of (\d{4}):(.*)$/gm)) {
    assertReason(why);
    if (!earlier.some((name) => name.startsWith(`${number}-`)))
      throw new Error(`There is no earlier migration ${number} that could have expanded.`);
    passes.add('breaks');
  }
  for (const [, why = ''] of text.matchAll(/^-- locks:(.*)$/gm)) {
    assertReason(why);
    passes.add('locks');
  }
  return passes;
}

function assertReason(why: string): void {
  if (why.trim().split(/\s+/).length < 3) throw new Error('Say why it may pass, in words.');
}
