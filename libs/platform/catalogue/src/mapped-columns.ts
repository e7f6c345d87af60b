import { getMetadataArgsStorage } from 'typeorm';
import type { EntityClass } from './classification.js';

/**
 * The properties TypeORM maps for an entity, those of base classes included. Relations and embedded objects are named as
 * well, although they cannot be classified as one field: so they are listed as faults and do not slip past.
 */
export function mappedColumns(entity: EntityClass): readonly string[] {
  const storage = getMetadataArgsStorage();
  const lineage = lineageOf(entity);
  const mapped = [...storage.columns, ...storage.relations, ...storage.embeddeds];
  return [
    ...new Set(
      mapped.filter((column) => lineage.includes(column.target)).map((column) => column.propertyName),
    ),
  ];
}

/** True where the nearest `@Column` says `select: false`, so that ordinary loading leaves it out. */
export function isLeftOutOfSelect(entity: EntityClass, property: string): boolean {
  const columns = getMetadataArgsStorage().columns.filter((column) => column.propertyName === property);
  for (const ancestor of lineageOf(entity)) {
    const column = columns.find(({ target }) => target === ancestor);
    if (column) return column.options.select === false;
  }
  return false;
}

function lineageOf(entity: EntityClass): unknown[] {
  const lineage: unknown[] = [];
  for (let at: object | null = entity; typeof at === 'function'; at = Object.getPrototypeOf(at))
    lineage.push(at);
  return lineage;
}
