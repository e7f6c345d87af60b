import { allPolicies, columnsOf, type Entity, mappedEntities, relationsOf, tableOf } from '@courtyard/access';
import {
  assertEverythingClassified,
  CatalogueFault,
  catalogueOf,
  compareFieldNumbers,
  fieldsOf,
  type RegisteredField,
} from '@courtyard/catalogue';
import { indexTables, undisclosedFields } from '@courtyard/records';
import { TypeMetadataStorage } from '@nestjs/graphql';
import { type GraphQLSchema, isObjectType } from 'graphql';

/** Every mapped class is known, classified, behind a policy, and without a way round the gate. */
export function openEntities(
  entities: readonly Entity[],
  mapped: readonly Entity[] = mappedEntities(),
): string[] {
  const unknown = mapped.filter((entity) => !entities.includes(entity));
  const governed = new Set(allPolicies().map(({ entity }) => entity));
  const indexes = indexTables();
  return [
    ...unknown.map(({ name }) => `${name} is mapped to a table and is not among the entities.`),
    ...faultsOfCatalogue(entities),
    ...undisclosedFields(entities),
    ...entities.flatMap((entity) => [
      ...(governed.has(entity) || indexes.has(tableOf(entity))
        ? []
        : [`${entity.name} has no policy and is no index.`]),
      ...relationsOf(entity).map(
        (property) => `${entity.name}.${property} is a relation of TypeORM; load it through the gate.`,
      ),
      ...(columnsOf(entity).get('organisationId')?.key
        ? []
        : [`${entity.name} has no organisationId in its key.`]),
    ]),
  ];
}

/** The code's field numbers are those that migrations gave for ever. */
export function movedFields(entities: readonly Entity[], register: readonly RegisteredField[]): string[] {
  return compareFieldNumbers(catalogueOf(entities), register).map((fault) => `${fault}.`);
}

/** No GraphQL type shows what only a reveal may show, nor what only the database should know. */
export function exposedColumns(schema: GraphQLSchema, entities: readonly Entity[]): string[] {
  return entities.flatMap((entity) => {
    const told = TypeMetadataStorage.getObjectTypeMetadataByTarget(entity as never)?.name;
    const type = told === undefined ? undefined : schema.getType(told);
    if (!isObjectType(type)) return [];
    const fields = type.getFields();
    const guarded = new Set(fieldsOf(entity).flatMap((field) => (field.guarded ? [field.name] : [])));
    return [...columnsOf(entity).values()]
      .filter(
        ({ property, selected, type: stored }) =>
          property in fields &&
          (!selected || guarded.has(property) || stored === 'bytea' || property === 'organisationId'),
      )
      .map(({ property }) => `${told}.${property} is in the schema, and must never leave with a row.`);
  });
}

function faultsOfCatalogue(entities: readonly Entity[]): string[] {
  try {
    assertEverythingClassified(entities);
    return [];
  } catch (fault) {
    if (fault instanceof CatalogueFault) return fault.faults.map((one) => `${one}.`);
    throw fault;
  }
}
