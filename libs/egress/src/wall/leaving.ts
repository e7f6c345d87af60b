import type { MappedColumn } from '@courtyard/access';
import type { Field } from '@courtyard/catalogue';
import { type Disclosable, disclosables } from '@courtyard/records';

/** A field of a resource that people can be asked about, with the column it lies in. */
export interface LeavingField extends Pick<Field, 'entity' | 'name' | 'number' | 'sensitivity'> {
  readonly column: MappedColumn;
}

/** What of a resource could ever leave, as SQL needs to know it. */
export interface Leaving {
  readonly entity: string;
  readonly table: string;
  readonly since: MappedColumn;
  /** The number of `since` where people can be asked about it: then rows may carry the month. */
  readonly sinceNo: number | null;
  /** When its words were changed last, null where they never were; a yes is of the words it was said of. */
  readonly changed: MappedColumn | null;
  readonly audience: MappedColumn | null;
  readonly live: readonly { readonly column: MappedColumn; readonly value: string | number | boolean }[];
  /** By number. */
  readonly fields: readonly LeavingField[];
}

/** Every resource that can leave at all, by name: what egress knows of posts and people, it knows from here. */
export function everythingLeaving(): readonly Leaving[] {
  return disclosables()
    .map(leavingOf)
    .sort((a, b) => (a.entity < b.entity ? -1 : 1));
}

function leavingOf(one: Disclosable): Leaving {
  const column = (property: string): MappedColumn => {
    const found = one.policy.columns.get(property);
    if (!found) throw new Error(`${one.entity}.${property} is not a column.`);
    return found;
  };
  const fields = one.fields.map((field) => {
    const at = column(field.name);
    // A column that does not come with its row is shown by a recorded reveal only, and no disclosure is one.
    if (!at.selected) throw new Error(`${one.entity}.${field.name} is guarded and cannot leave.`);
    const { entity, name, number, sensitivity } = field;
    return { entity, name, number, sensitivity, column: at };
  });
  return {
    entity: one.entity,
    table: one.table,
    since: column(one.since),
    sinceNo: fields.find(({ name }) => name === one.since)?.number ?? null,
    changed: one.changed === null ? null : column(one.changed),
    audience: one.audience === null ? null : column(one.audience),
    live: Object.entries(one.live).map(([property, value]) => ({
      column: column(property),
      value: scalar(value),
    })),
    fields: [...fields].sort((a, b) => a.number - b.number),
  };
}

function scalar(value: unknown): string | number | boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value))
    return value as string | number | boolean;
  throw new Error('A row is live by the equality of a single value.');
}
