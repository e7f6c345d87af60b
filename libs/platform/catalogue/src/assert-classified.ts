import { CATEGORIES, isContent, SENSITIVITIES } from './categories.js';
import {
  type EntityClass,
  impersonalColumns,
  impersonalReason,
  type PersonalOptions,
  personalColumns,
} from './classification.js';
import { IMPERSONAL_REASONS, TENANCY_COLUMN } from './impersonal-reasons.js';
import { isLeftOutOfSelect, mappedColumns } from './mapped-columns.js';
import { isCollectionPurpose } from './purposes.js';
import { RETENTION_RULES } from './retention.js';

/** The consent index keeps one bit a field in a bigint. */
export const HIGHEST_FIELD_NO = 63;

/** Every fault of the catalogue in one error: the application does not start. */
export class CatalogueFault extends Error {
  override readonly name = 'CatalogueFault';
  constructor(readonly faults: readonly string[]) {
    super(`The data catalogue has faults:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
  }
}

/**
 * Holds the rule of privacy-model.md section 2: an entity describes no person and says why on its class, or every one of
 * its columns is `@Personal`, with `organisationId` as the one exception.
 *
 * @param columnsOf property names of the mapped columns; by default what TypeORM's decorators declare
 * @throws CatalogueFault naming every fault at once
 */
export function assertEverythingClassified(
  entities: readonly EntityClass[],
  columnsOf: (entity: EntityClass) => readonly string[] = mappedColumns,
): void {
  const faults = [
    ...repeatedNames(entities),
    ...entities.flatMap((entity) => faultsOf(entity, columnsOf(entity))),
  ];
  if (faults.length > 0) throw new CatalogueFault(faults);
}

function repeatedNames(entities: readonly EntityClass[]): string[] {
  const names = entities.map(({ name }) => name);
  const repeated = new Set(names.filter((name, at) => names.indexOf(name) !== at));
  return [...repeated].map((name) => `${name}: two entities have this name, and fields are known by it`);
}

function faultsOf(entity: EntityClass, columns: readonly string[]): string[] {
  if (columns.length === 0) return [`${entity.name}: has no mapped column, so nothing could be checked`];
  const reason = impersonalReason(entity);
  const personal = personalColumns(entity);
  return [
    ...(reason === null ? unclassified(entity, columns) : impersonalEntity(entity, reason)),
    ...[...impersonalColumns(entity)].flatMap(([column, why]) => impersonalColumn(entity, column, why)),
    ...[...personal].flatMap(([column, options]) => [
      ...(columns.includes(column)
        ? []
        : [`${entity.name}.${column}: is classified and not a mapped column`]),
      ...(options.guarded && !isLeftOutOfSelect(entity, column)
        ? [`${entity.name}.${column}: is guarded, so its column must be select: false`]
        : []),
      ...personalColumn(options).map((fault) => `${entity.name}.${column}: ${fault}`),
    ]),
    ...repeatedNumbers(entity, personal),
  ];
}

function unclassified(entity: EntityClass, columns: readonly string[]): string[] {
  const personal = personalColumns(entity);
  const impersonal = impersonalColumns(entity);
  return columns
    .filter((column) => !personal.has(column) && !impersonal.has(column))
    .map((column) => `${entity.name}.${column}: is not classified`);
}

function impersonalEntity(entity: EntityClass, reason: string): string[] {
  const faults = [...personalColumns(entity).keys()].map(
    (column) => `${entity.name}.${column}: is personal, so ${entity.name} cannot be impersonal`,
  );
  if (!Object.hasOwn(IMPERSONAL_REASONS, reason)) faults.push(`${entity.name}: unknown reason "${reason}"`);
  if (reason === 'tenancy')
    faults.push(`${entity.name}: "tenancy" is a reason for one column, not for an entity`);
  return faults;
}

function impersonalColumn(entity: EntityClass, column: string, reason: string): string[] {
  if (personalColumns(entity).has(column)) return [`${entity.name}.${column}: is classified twice`];
  if (column === TENANCY_COLUMN && reason === 'tenancy') return [];
  return [`${entity.name}.${column}: only ${TENANCY_COLUMN} may be impersonal by itself, as "tenancy"`];
}

/** Types hold most of this at compile time; a cast, or options built elsewhere, are held here. */
function personalColumn(options: PersonalOptions): string[] {
  const faults: string[] = [];
  const purposes: readonly string[] = options.purposes ?? [];
  if (!Object.hasOwn(CATEGORIES, options.category)) faults.push(`unknown category "${options.category}"`);
  if (!SENSITIVITIES.includes(options.sensitivity))
    faults.push(`unknown sensitivity "${options.sensitivity}"`);
  if (!Object.hasOwn(RETENTION_RULES, options.retention))
    faults.push(`unknown retention "${options.retention}"`);
  if (purposes.length === 0) faults.push('is collected for no purpose');
  for (const purpose of purposes) {
    if (!isCollectionPurpose(purpose)) faults.push(`cannot be collected for "${purpose}"`);
  }
  if (purposes.includes('security') && isContent(options.category)) {
    faults.push(`${options.category} is content, which security does not get`);
  }
  if (!isFieldNo(options.fieldNo)) faults.push(`needs a field number from 1 to ${HIGHEST_FIELD_NO}`);
  return faults;
}

function isFieldNo(fieldNo: unknown): boolean {
  return Number.isInteger(fieldNo) && (fieldNo as number) >= 1 && (fieldNo as number) <= HIGHEST_FIELD_NO;
}

function repeatedNumbers(entity: EntityClass, personal: ReadonlyMap<string, PersonalOptions>): string[] {
  const columns = Map.groupBy([...personal], ([, { fieldNo }]) => fieldNo);
  return [...columns]
    .filter(([number, sharing]) => isFieldNo(number) && sharing.length > 1)
    .map(
      ([number, sharing]) =>
        `${entity.name}: ${sharing.map(([name]) => name).join(' and ')} share number ${number}`,
    );
}
