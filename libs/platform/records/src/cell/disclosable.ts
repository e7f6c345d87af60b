import { type Entity, type Policy, snakeCase, tableOf } from '@courtyard/access';
import { type Field, fieldsOf } from '@courtyard/catalogue';
import { concernOf } from '../concern.js';
import { keyColumns } from '../key-columns.js';

/**
 * A resource of which cells can leave at all: its asked fields, once everybody concerned agrees. All names but `table` are
 * those of properties; `columnOf` gives their columns.
 */
export interface Disclosable {
  readonly entity: string;
  readonly table: string;
  readonly policy: Policy;
  /** Names the person a row is of. */
  readonly owner: string;
  /** When the cell came to be: a consent covers what was there when it was given. */
  readonly since: string;
  /** When what it says was changed last, null where it never was: a yes was said of these words or of others. */
  readonly changed: string | null;
  /** Keys of those who may read the row; null for what the whole organisation may. */
  readonly audience: string | null;
  /** What a row must equal to be disclosed; one that does not has no cells. */
  readonly live: Readonly<Record<string, unknown>>;
  /** Asked fields whose plain text is matched against the directory. */
  readonly text: readonly string[];
  /** Names people who are known to be meant. */
  readonly mentions: string | null;
  /** The asked ones, by number. */
  readonly fields: readonly Field[];
}

const declared = new Map<Policy, Disclosable>();

/**
 * Declares that cells of a resource can be disclosed; called beside the policy, after `concernsPerson`. Each field with
 * `asked: true` gets rows of `cell_person`, kept by the gate in the row's own transaction.
 * @throws Error for a declaration that could not be kept
 */
export function disclosable<Row extends object>(
  policy: Policy<Row, string>,
  o: {
    since: keyof Row & string;
    changed?: keyof Row & string;
    audience: (keyof Row & string) | null;
    live: Partial<Row>;
    text?: readonly (keyof Row & string)[];
    mentions?: keyof Row & string;
  },
): void {
  const fields = fieldsOf(policy.entity).filter(({ asked }) => asked);
  const refuse = (why: string) => {
    throw new Error(`${policy.resource} cannot be disclosed: ${why}.`);
  };
  if (declared.has(policy)) refuse('it is declared twice');
  const owner = concernOf(policy) ?? '';
  if (owner === '') refuse('nobody is named whom its rows are of');
  if (fields.length === 0) refuse('people may be asked for none of its fields');
  const [key, ...others] = keyColumns(policy);
  if (key?.property !== 'id' || key.type !== 'uuid' || others.length > 0) refuse('its rows have no id');
  const expect = (property: string | null | undefined, type: string, array = false) => {
    if (property === null || property === undefined) return;
    const column = policy.columns.get(property);
    if (column?.type !== type || column.array !== array || !column.selected)
      refuse(`${property} is no ${type}${array ? '[]' : ''} that comes with a row`);
  };
  expect(o.since, 'timestamptz');
  expect(o.changed, 'timestamptz');
  expect(o.audience, 'bigint', true);
  expect(o.mentions, 'uuid', true);
  for (const property of Object.keys(o.live)) expect(property, 'text');
  if (Object.keys(o.live).length === 0) refuse('it does not say which rows are live');
  for (const property of o.text ?? []) {
    expect(property, 'text');
    if (!fields.some(({ name }) => name === property)) refuse(`nobody may be asked for ${property}`);
  }
  declared.set(
    policy,
    Object.freeze({
      entity: policy.resource,
      table: tableOf(policy.entity),
      policy,
      owner,
      since: o.since,
      changed: o.changed ?? null,
      audience: o.audience,
      live: Object.freeze({ ...o.live }),
      text: Object.freeze([...(o.text ?? [])]),
      mentions: o.mentions ?? null,
      fields: Object.freeze(fields),
    }),
  );
}

/** Every resource of which cells can leave, by name: for views, previews and checks. */
export function disclosables(): readonly Disclosable[] {
  return [...declared.values()].sort((a, b) => (a.entity < b.entity ? -1 : 1));
}

export function disclosableOf(policy: Policy): Disclosable | undefined {
  return declared.get(policy);
}

/** The column of a property of a disclosable resource. */
export function columnOf({ policy }: Disclosable, property: string): string {
  return policy.columns.get(property)?.name ?? snakeCase(property);
}

/** Fields that people may be asked for and that nothing would be kept for: the application does not start. */
export function undisclosedFields(entities: readonly Entity[]): string[] {
  const kept = new Set(disclosables().map(({ policy }) => policy.entity));
  return entities
    .filter((entity) => !kept.has(entity))
    .flatMap((entity) => fieldsOf(entity).filter(({ asked }) => asked))
    .map(
      ({ entity, name }) => `${entity}.${name} may be asked for, and ${entity} is not declared disclosable.`,
    );
}

/** Whether a row, or what is known of one, can be disclosed at all. */
export function isLive({ live }: Disclosable, row: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(live).every(([property, value]) => row[property] === value);
}
