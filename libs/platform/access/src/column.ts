import { getMetadataArgsStorage } from 'typeorm';

/** A class mapped to a table. */
export type Entity<Row = object> = abstract new (...args: never[]) => Row;

export interface MappedColumn {
  /** The property of the entity. */
  readonly property: string;
  /** The column of the table: the property in snake case unless the mapping names it. */
  readonly name: string;
  /** The PostgreSQL type of one element. */
  readonly type: string;
  readonly array: boolean;
  /** Part of the primary key. */
  readonly key: boolean;
  readonly nullable: boolean;
  /** False for guarded columns, which only a reveal reads. */
  readonly selected: boolean;
}

const cache = new WeakMap<Entity, ReadonlyMap<string, MappedColumn>>();
const tables = new WeakMap<Entity, string>();

/** The columns of a mapped class by property, in the order of their declaration, those of its ancestors first. */
export function columnsOf(entity: Entity): ReadonlyMap<string, MappedColumn> {
  const known = cache.get(entity);
  if (known) return known;
  const lineage: unknown[] = [];
  for (
    let type: unknown = entity;
    typeof type === 'function' && type !== Function.prototype;
    type = Object.getPrototypeOf(type)
  ) {
    lineage.unshift(type);
  }
  const columns = new Map<string, MappedColumn>();
  for (const args of getMetadataArgsStorage().columns.filter(({ target }) => lineage.includes(target))) {
    const { options, propertyName } = args;
    columns.set(propertyName, {
      property: propertyName,
      name: options.name ?? snakeCase(propertyName),
      type: typeof options.type === 'string' ? options.type : refuseUntyped(entity, propertyName),
      array: options.array === true,
      key: options.primary === true,
      nullable: options.nullable === true,
      selected: options.select !== false,
    });
  }
  if (columns.size === 0) throw new Error(`${entity.name} is not mapped to a table.`);
  cache.set(entity, columns);
  return columns;
}

/** The table of a mapped class. */
export function tableOf(entity: Entity): string {
  const known = tables.get(entity);
  if (known !== undefined) return known;
  const table = getMetadataArgsStorage().tables.find(({ target }) => target === entity);
  if (!table?.name) throw new Error(`${entity.name} names no table: write @Entity('…').`);
  tables.set(entity, table.name);
  return table.name;
}

/** Every class that this process maps to a table, whoever declared it. */
export function mappedEntities(): readonly Entity[] {
  return getMetadataArgsStorage().tables.flatMap(({ target }) =>
    typeof target === 'function' ? [target as Entity] : [],
  );
}

/**
 * What TypeORM would load or write behind the gate's back: relations and embedded objects, those of ancestors included
 * (gate.md section 1: a relation can write into another organisation). There must be none.
 */
export function relationsOf(entity: Entity): readonly string[] {
  const { relations, embeddeds, relationIds } = getMetadataArgsStorage();
  return [...relations, ...embeddeds, ...relationIds].flatMap(({ target, propertyName }) =>
    target === entity || (typeof target === 'function' && entity.prototype instanceof target)
      ? [propertyName]
      : [],
  );
}

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function refuseUntyped(entity: Entity, property: string): never {
  throw new Error(`${entity.name}.${property} must name its PostgreSQL type.`);
}
