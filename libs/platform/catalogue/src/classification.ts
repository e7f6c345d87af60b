import 'reflect-metadata';
import type { Category, Sensitivity } from './categories.js';
import type { ImpersonalReason } from './impersonal-reasons.js';
import type { Purpose } from './purposes.js';
import type { Retention } from './retention.js';

/** An entity class, abstract ones included. */
export type EntityClass = abstract new (...args: never[]) => object;

export interface PersonalOptions {
  category: Category;
  /** `special` for GDPR Art. 9 data and for whatever may hold it: free text, pictures. */
  sensitivity: Sensitivity;
  /** What it is collected for, inside the walls. Anything else is decided by consent, never here. */
  purposes: readonly Purpose[];
  retention: Retention;
  /** The field's number, given once by the migration that makes the column: 1 to 63, never reused or reordered. */
  fieldNo: number;
  /** Shown on an explicit, logged reveal only; the column must be `select: false`. */
  guarded?: true;
  /** People may be asked to let it leave. Without it no consent covers the field: keys, times and counts stay. */
  asked?: true;
}

const PERSONAL = Symbol('courtyard:personal');
const IMPERSONAL_COLUMNS = Symbol('courtyard:impersonal-columns');
const IMPERSONAL_ENTITY = Symbol('courtyard:impersonal-entity');

/** Classifies a column of a row that is by or about a person: keys, foreign keys, times, counts and flags included. */
export function Personal(options: PersonalOptions): PropertyDecorator {
  return (target, property) => add(PERSONAL, target, property, Object.freeze({ ...options }));
}

/**
 * On a class: the entity describes no person, by one of the closed reasons. On a property: only `organisationId`, and only
 * as `tenancy`; every other use is refused by `assertEverythingClassified`.
 */
export function Impersonal(reason: ImpersonalReason): ClassDecorator & PropertyDecorator {
  return (target: object, property?: string | symbol) => {
    if (property === undefined) Reflect.defineMetadata(IMPERSONAL_ENTITY, reason, target);
    else add(IMPERSONAL_COLUMNS, target, property, reason);
  };
}

/** Options by property, those of base classes included. */
export function personalColumns(entity: EntityClass): ReadonlyMap<string, PersonalOptions> {
  return gather<PersonalOptions>(PERSONAL, entity);
}

/** Reasons by property, those of base classes included. */
export function impersonalColumns(entity: EntityClass): ReadonlyMap<string, ImpersonalReason> {
  return gather<ImpersonalReason>(IMPERSONAL_COLUMNS, entity);
}

/** Why the entity describes no person; null where it may. Not inherited: a subclass can add columns about somebody. */
export function impersonalReason(entity: EntityClass): ImpersonalReason | null {
  return (Reflect.getOwnMetadata(IMPERSONAL_ENTITY, entity) as ImpersonalReason | undefined) ?? null;
}

function add(key: symbol, target: object, property: string | symbol, value: unknown): void {
  const own =
    (Reflect.getOwnMetadata(key, target.constructor) as Map<string, unknown> | undefined) ?? new Map();
  Reflect.defineMetadata(key, own.set(String(property), value), target.constructor);
}

function gather<T>(key: symbol, entity: EntityClass): Map<string, T> {
  const found = new Map<string, T>();
  for (let at: object | null = entity; typeof at === 'function'; at = Object.getPrototypeOf(at)) {
    const own = Reflect.getOwnMetadata(key, at) as Map<string, T> | undefined;
    for (const [property, value] of own ?? []) if (!found.has(property)) found.set(property, value);
  }
  return found;
}
