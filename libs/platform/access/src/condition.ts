import type { MappedColumn } from './column.js';
import { type Fact, isFact, isListFact } from './fact.js';

export type Scalar = string | number | boolean;

/**
 * One comparison of a row's own column. Only these forms exist: each has an exact twin in SQL and in memory.
 * - a scalar or a single fact: equal
 * - `in`: the column's value is one of the list
 * - `any`: the column is an array that shares an element with the list
 * - `has`: the column is an array that contains the single value
 */
export type Test =
  | Scalar
  | Fact
  | { readonly in: Fact | readonly Scalar[] }
  | { readonly any: Fact }
  | { readonly has: Fact | Scalar };

/** All tests hold (and). For "or" state another rule: rules are additive. */
export type Conditions<Row> = { readonly [Column in keyof Row & string]?: Test };

export type Comparison =
  | { readonly operator: 'eq' | 'in' | 'any' | 'has'; readonly column: MappedColumn; readonly fact: Fact }
  | { readonly operator: 'eq' | 'has'; readonly column: MappedColumn; readonly value: Scalar }
  | { readonly operator: 'in'; readonly column: MappedColumn; readonly values: readonly Scalar[] };

/**
 * Checks conditions when a policy is defined, so that a careless one never runs.
 * @throws Error for: no conditions, undefined or null values, unknown columns or operators, a list where one value is meant,
 * an array test on a scalar column or the reverse.
 */
export function readConditions(
  resource: string,
  conditions: Readonly<Record<string, unknown>>,
  columns: ReadonlyMap<string, MappedColumn>,
): readonly Comparison[] {
  const refuse = (why: string): never => {
    throw new Error(`Policy of ${resource}: ${why}`);
  };
  const entries = Object.entries(conditions);
  if (entries.length === 0) refuse('conditions are empty; write everyRow(reason) where every row is meant.');
  return entries.map(([name, test]) => {
    const column = columns.get(name) ?? refuse(`there is no column "${name}".`);
    return readTest(column, test, refuse);
  });
}

function readTest(column: MappedColumn, test: unknown, refuse: (why: string) => never): Comparison {
  const { property } = column;
  const needsScalarColumn = () => column.array && refuse(`"${property}" is an array; use any or has.`);
  const needsArrayColumn = () => !column.array && refuse(`"${property}" is not an array.`);
  if (test === undefined || test === null) refuse(`"${property}" is compared with nothing.`);
  if (isScalar(test)) {
    needsScalarColumn();
    return { operator: 'eq', column, value: test };
  }
  if (isFact(test)) {
    needsScalarColumn();
    if (isListFact(test)) refuse(`"${property}" equals a list; use in.`);
    return { operator: 'eq', column, fact: test };
  }
  const [operator, ...others] = Object.keys(test as object);
  if (!operator || others.length > 0) refuse(`"${property}" needs exactly one operator.`);
  const operand = (test as Record<string, unknown>)[operator as string];
  switch (operator) {
    case 'in':
      needsScalarColumn();
      if (isFact(operand) && isListFact(operand)) return { operator, column, fact: operand };
      if (Array.isArray(operand) && operand.length > 0 && operand.every(isScalar))
        return { operator, column, values: operand };
      return refuse(`"${property}" in: a list fact or a list with values is needed.`);
    case 'any':
      needsArrayColumn();
      if (isFact(operand) && isListFact(operand)) return { operator, column, fact: operand };
      return refuse(`"${property}" any: a list fact is needed.`);
    case 'has':
      needsArrayColumn();
      if (isFact(operand) && !isListFact(operand)) return { operator, column, fact: operand };
      if (isScalar(operand)) return { operator, column, value: operand };
      return refuse(`"${property}" has: one value is needed.`);
    default:
      return refuse(`"${property}" uses the unknown operator "${operator}".`);
  }
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value);
}
