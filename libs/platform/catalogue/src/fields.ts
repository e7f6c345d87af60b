import type { Category, Sensitivity } from './categories.js';
import { type EntityClass, impersonalReason, personalColumns } from './classification.js';
import type { ImpersonalReason } from './impersonal-reasons.js';
import type { Purpose } from './purposes.js';
import type { Retention } from './retention.js';

/** One attribute of one entity type, such as `Employee.mobilePhone` or `Post.body`. */
export interface Field {
  readonly entity: string;
  readonly name: string;
  readonly number: number;
  readonly category: Category;
  readonly sensitivity: Sensitivity;
  readonly purposes: readonly Purpose[];
  readonly retention: Retention;
  readonly guarded: boolean;
  readonly asked: boolean;
}

export interface CatalogueEntry {
  readonly entity: string;
  /** Why it describes no person; null where every column is personal. */
  readonly impersonal: ImpersonalReason | null;
  /** By number; empty where the entity describes no person. */
  readonly fields: readonly Field[];
}

/** Entity name to entry, in the order of names. */
export type Catalogue = ReadonlyMap<string, CatalogueEntry>;

/** `Post.body`: how a field is written in policies, contracts and reports. */
export function fieldKey(field: Pick<Field, 'entity' | 'name'>): string {
  return `${field.entity}.${field.name}`;
}

/** The personal fields of an entity by number; empty for an entity that describes no person. */
export function fieldsOf(entity: EntityClass): readonly Field[] {
  const fields = [...personalColumns(entity)].map(([name, options]) =>
    Object.freeze({
      entity: entity.name,
      name,
      number: options.fieldNo,
      category: options.category,
      sensitivity: options.sensitivity,
      purposes: Object.freeze([...options.purposes]),
      retention: options.retention,
      guarded: options.guarded ?? false,
      asked: options.asked ?? false,
    }),
  );
  return fields.sort((a, b) => a.number - b.number || (a.name < b.name ? -1 : 1));
}

/** The catalogue of the given entities. Run `assertEverythingClassified` on the same entities first: this does not judge. */
export function catalogueOf(entities: readonly EntityClass[]): Catalogue {
  const entries = entities.map((entity) => ({
    entity: entity.name,
    impersonal: impersonalReason(entity),
    fields: fieldsOf(entity),
  }));
  return new Map(
    entries.sort((a, b) => (a.entity < b.entity ? -1 : 1)).map((entry) => [entry.entity, entry]),
  );
}
