import type { MappedColumn, Policy } from '@courtyard/access';
import type { Row } from '@courtyard/database';
import pg from 'pg';
import { outlineOf } from './outline.js';

const TEXT_ARRAY = 1009;
const parseTextArray = pg.types.getTypeParser(TEXT_ARRAY as number, 'text') as (text: string) => string[];

const projections = new WeakMap<Policy, Map<ReadonlySet<string> | undefined, readonly MappedColumn[]>>();

/**
 * The columns that come with a row: all but the guarded ones, and always those a rule looks at and those of the key. An
 * action that declared its outline gets no more than that, and what its own rules look at.
 */
export function projectionOf(policy: Policy, action?: string): readonly MappedColumn[] {
  const outline = outlineOf(policy, action);
  const mine = projections.get(policy) ?? new Map<typeof outline, readonly MappedColumn[]>();
  projections.set(policy, mine);
  let columns = mine.get(outline);
  if (!columns) {
    columns = [...policy.columns.values()].filter(({ selected, property, key }) => {
      if (key) return true;
      if (outline) return outline.has(property) || judgedFor(policy, action, property);
      return selected || policy.judged.has(property);
    });
    mine.set(outline, columns);
  }
  return columns;
}

/** Whoever outlines an action judges its rows for that action; a rule that looks at more says that it was not loaded. */
function judgedFor(policy: Policy, action: string | undefined, property: string): boolean {
  return policy.rules.some(
    ({ actions, comparisons }) =>
      action !== undefined &&
      actions.has(action) &&
      comparisons.some(({ column }) => column.property === property),
  );
}

/** Builds an entity from a positional row of PostgreSQL text. */
export function toEntity<T extends object>(
  policy: Policy<T>,
  columns: readonly MappedColumn[],
  row: Row,
  offset = 0,
): T {
  const entity = Object.create(policy.entity.prototype) as Record<string, unknown>;
  columns.forEach((column, position) => {
    const text = row[offset + position];
    entity[column.property] = text === null || text === undefined ? null : fromText(column, text);
  });
  return entity as T;
}

/** PostgreSQL's text of a value as the value an entity holds. `bigint` stays text: it may exceed a safe integer. */
export function fromText(column: MappedColumn, text: string): unknown {
  if (column.array) {
    if (text === '{}') return [];
    return column.type === 'text'
      ? parseTextArray(text)
      : text
          .slice(1, -1)
          .split(',')
          .map((one) => scalar(column.type, one));
  }
  return scalar(column.type, text);
}

function scalar(type: string, text: string): unknown {
  switch (type) {
    case 'smallint':
    case 'int':
    case 'integer':
      return Number(text);
    case 'boolean':
      // A cast to text says it in full.
      return text === 't' || text === 'true';
    case 'timestamptz':
      return instant(text);
    case 'jsonb':
      return JSON.parse(text);
    case 'bytea':
      return Buffer.from(text.slice(2), 'hex');
    default:
      return text;
  }
}

/** `2026-11-22 09:40:00.12+00` as ISO 8601 in UTC; sessions run in UTC, so the offset is always zero. */
function instant(text: string): string {
  return `${text.slice(0, 10)}T${text.slice(11, text.indexOf('+', 11))}Z`;
}
