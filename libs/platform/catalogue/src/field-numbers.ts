import { CatalogueFault } from './assert-classified.js';
import type { Catalogue } from './fields.js';

/** A row of table `field`: the number a migration gave, kept for ever. */
export interface RegisteredField {
  readonly entity: string;
  readonly fieldNo: number;
  readonly name: string;
  readonly retired: boolean;
}

/** Positional: entity, field_no, name, retired. */
export const READ_FIELD_REGISTER =
  'select entity, field_no, name, retired from field order by entity collate "C", field_no';

/** A row of `READ_FIELD_REGISTER` in PostgreSQL's text format. */
export function registeredField(row: readonly (string | null)[]): RegisteredField {
  const [entity, fieldNo, name, retired] = row;
  if (!entity || !fieldNo || !name || !retired)
    throw new TypeError('A row of the field register is incomplete.');
  return { entity, fieldNo: Number(fieldNo), name, retired: retired === 't' };
}

/**
 * Compares the code's numbers with those that migrations gave. A consent is stored as a bit at the field's number, so a
 * number that is renamed, reused or reordered would let an old yes open another field.
 *
 * @returns one sentence a fault, none when code and register agree
 */
export function compareFieldNumbers(catalogue: Catalogue, register: readonly RegisteredField[]): string[] {
  const rows = Map.groupBy(register, ({ entity }) => entity);
  const entities = [...new Set([...catalogue.keys(), ...rows.keys()])].sort();
  return entities.flatMap((entity) => faultsOf(entity, catalogue, rows.get(entity) ?? []));
}

/** @throws CatalogueFault when code and register differ: the application does not start. */
export function assertFieldNumbers(catalogue: Catalogue, register: readonly RegisteredField[]): void {
  const faults = compareFieldNumbers(catalogue, register);
  if (faults.length > 0) throw new CatalogueFault(faults);
}

function faultsOf(entity: string, catalogue: Catalogue, rows: readonly RegisteredField[]): string[] {
  const fields = catalogue.get(entity)?.fields ?? [];
  const faults: string[] = [];
  for (const { name, number } of fields) {
    const given = rows.filter((row) => row.fieldNo === number);
    const elsewhere = rows.find((row) => row.name === name && row.fieldNo !== number && !row.retired);
    if (given.length > 1) faults.push(`${entity}: number ${number} is registered twice`);
    if (elsewhere)
      faults.push(`${entity}.${name}: has number ${elsewhere.fieldNo} for ever, and not ${number}`);
    if (given.length === 0)
      faults.push(`${entity}.${name}: number ${number} is not registered by a migration`);
    for (const row of given) {
      if (row.retired)
        faults.push(`${entity}.${name}: number ${number} was "${row.name}" and is retired for ever`);
      else if (row.name !== name) faults.push(`${entity}.${name}: number ${number} belongs to "${row.name}"`);
    }
  }
  for (const row of rows) {
    if (!row.retired && !fields.some((field) => field.number === row.fieldNo)) {
      faults.push(
        `${entity}.${row.name}: number ${row.fieldNo} is registered, and the code has no such field`,
      );
    }
  }
  return faults;
}
