import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import {
  CellPerson,
  cellPersonPolicy,
  type Disclosable,
  Gate,
  type Page,
  type Write,
} from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import type { AskedField } from '../field/asked-field.js';

export type Row = Readonly<Record<string, unknown>>;

/** Shown on a card. */
export const MOST_VALUES = 3;
/** Beyond it a card says "100", and the pages of items say the rest. */
export const MOST_COUNTED = 100;

/** What a field holds of the actor today. Read with the actor's own eyes, through the policy of each resource. */
@Injectable()
export class OwnCells {
  constructor(private readonly gate: Gate) {}

  /** The newest values of one's own, and how many there are, up to `MOST_COUNTED`. One statement per resource and request. */
  async values(
    actor: EmployeeActor,
    { field, of }: AskedField,
  ): Promise<{ readonly values: readonly string[]; readonly count: number }> {
    const rows = await this.newest(actor, of);
    const texts = rows.flatMap((row) => textOf(row[field.name]) ?? []);
    return { values: texts.slice(0, MOST_VALUES), count: texts.length };
  }

  /**
   * Items whose cells of a field concern the actor, one's own and others': the last first, as their ids are. Only what they may
   * see; a page can be shorter than asked for.
   */
  async items(
    actor: EmployeeActor,
    { field, of }: AskedField,
    { first, after }: { first: number; after?: string | null },
  ): Promise<Page<Row>> {
    const page = await this.gate.list(actor, cellPersonPolicy, 'read', {
      where: { employeeId: actor.employeeId, entity: field.entity, fieldNo: field.number },
      order: { by: 'rowId', direction: 'desc' },
      first,
      after: after ?? null,
    });
    const rows = await Promise.all(page.rows.map(({ rowId }) => this.load(actor, of, rowId)));
    return { ...page, rows: rows.filter((row) => row !== null) };
  }

  /** The beginning of an item that one may see; null otherwise. Batched per request. */
  async excerpt(actor: EmployeeActor, { field, of }: AskedField, rowId: string): Promise<string | null> {
    const row = await this.load(actor, of, rowId);
    return row === null ? null : excerptOf(textOf(row[field.name]));
  }

  /** Whether a cell stays withheld whatever the actor says: somebody else is concerned, or its author has not marked it. */
  async isBlocked(actor: EmployeeActor, { field, of }: AskedField, rowId: string): Promise<boolean> {
    const cells = await this.gate.cells(actor, of.policy as never, 'read' as never, rowId);
    return (
      cells === null ||
      cells.unmarked.some(({ fieldNo }) => fieldNo === field.number) ||
      cells.persons.some((one) => one.fieldNo === field.number && one.employeeId !== actor.employeeId)
    );
  }

  /** Null where the actor may not see it. */
  private async load(actor: EmployeeActor, of: Disclosable, rowId: string): Promise<Row | null> {
    return (await this.gate.load(actor, of.policy as never, 'read' as never, rowId)) as Row | null;
  }

  private newest(actor: EmployeeActor, of: Disclosable): Promise<readonly Row[]> {
    const known = remembered.get(actor) ?? new Map<Disclosable, Promise<readonly Row[]>>();
    remembered.set(actor, known);
    let rows = known.get(of);
    if (!rows) {
      rows = this.gate
        .list(actor, of.policy as never, 'read' as never, {
          where: mine(actor, of) as never,
          order: { by: of.since as never, direction: 'desc' },
          first: MOST_COUNTED,
        })
        .then((page) => page.rows as unknown as readonly Row[]);
      known.set(of, rows);
    }
    return rows;
  }
}

/** The actor object is the request. */
const remembered = new WeakMap<EmployeeActor, Map<Disclosable, Promise<readonly Row[]>>>();

/**
 * Ids of items by what a client calls them, once each: those of which a cell of the field concerns the actor.
 * @throws not_found when one does not: malformed, unknown, foreign and somebody else's are one answer
 */
export async function ownItems(
  write: Write,
  { field, of }: AskedField,
  nodeIds: readonly string[],
): Promise<string[]> {
  const ids = [...new Set(nodeIds.map((id) => fromNodeId(of.policy.entity, id)))];
  const cells: CellPerson[] = await write.loadBy(cellPersonPolicy, 'read', 'rowId', ids);
  const mine = new Set(
    cells.flatMap(({ entity, rowId, fieldNo }) =>
      entity === field.entity && fieldNo === field.number ? [rowId] : [],
    ),
  );
  if (ids.some((id) => !mine.has(id))) throw new CourtyardError('not_found');
  return ids;
}

function mine(actor: EmployeeActor, of: Disclosable): Row {
  return { [of.owner]: actor.employeeId, ...of.live };
}

/** A value as a person reads it; null where there is none. */
export function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  return Array.isArray(value) ? value.join(', ') : String(value);
}

export function excerptOf(text: string | null): string {
  const [start = ''] = (text ?? '').split('\n');
  const letters = [...start];
  return letters.length > 140 ? `${letters.slice(0, 139).join('')}…` : start;
}
