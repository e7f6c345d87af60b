import { type Field, fieldKey } from '@courtyard/catalogue';
import { type Disclosable, disclosables } from '@courtyard/records';

/** A field that people can be asked about, with the resource it is of. */
export interface AskedField {
  readonly field: Field;
  readonly of: Disclosable;
}

/** Every field that people can be asked about, by entity and number. */
export function askedFields(): readonly AskedField[] {
  return disclosables().flatMap((of) => of.fields.map((field) => ({ field, of })));
}

/** By `Post.body`. */
export function askedFieldByKey(key: string): AskedField | undefined {
  return askedFields().find(({ field }) => fieldKey(field) === key);
}

/** By the number of the catalogue; undefined for a field that is asked no more. */
export function askedField(entity: string, fieldNo: number): AskedField | undefined {
  return askedFields().find(({ field }) => field.entity === entity && field.number === fieldNo);
}

/** What is special leaves by the item only. */
export function isPerItem({ sensitivity }: Field): boolean {
  return sensitivity === 'special';
}
