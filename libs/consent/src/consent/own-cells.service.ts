import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import {
  CellPerson,
  cellPersonPolicy,
  type Disclosable,
  Gate,
  type Page,
  type PageQuery,
  toCursor,
  type Write,
} from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import type { AskedField } from '../field/asked-field.js';
import { type Row, type ShownCell, shownCell } from './shown.js';

/** Shown on a card. */
export const MOST_VALUES = 3;
/** Beyond it a card says "100", and the pages of items say the rest. */
export const MOST_COUNTED = 100;
/** Whoever is mentioned in more that they cannot read, one after the other, finds nothing beyond. */
const MOST_PORTIONS = 50;

/** One's own newest cells of a field, and how many there are, up to `MOST_COUNTED`. */
export interface OwnValues {
  readonly shown: readonly ShownCell[];
  readonly count: number;
}

/** What a field holds of the actor today. Read with the actor's own eyes, through the policy of each resource. */
@Injectable()
export class OwnCells {
  constructor(private readonly gate: Gate) {}

  /** What a card shows of one's own. One statement per resource and request. */
  async values(actor: EmployeeActor, asked: AskedField): Promise<OwnValues> {
    return ownValuesOf(asked, await this.newest(actor, asked.of));
  }

  /**
   * Items whose cells of a field concern the actor, one's own and others': the last first, as their ids are. Of what they may not see,
   * because they are mentioned where they do not read, neither a cursor nor the end of a page tells anything.
   */
  async items(
    actor: EmployeeActor,
    { field, of }: AskedField,
    { first, after }: { first: number; after?: string | null },
  ): Promise<Page<Row>> {
    const seen: { readonly row: Row; readonly rowId: string }[] = [];
    let from = after ?? null;
    for (let portion = 0; portion < MOST_PORTIONS && seen.length <= first; portion++) {
      const page = await this.gate.list(actor, cellPersonPolicy, 'read', {
        where: { employeeId: actor.employeeId, entity: field.entity, fieldNo: field.number },
        order: { by: 'rowId', direction: 'desc' },
        // However small a page is asked for: where the looking ends must not depend on it.
        first: MOST_COUNTED,
        after: from,
      });
      const rows = await Promise.all(page.rows.map(({ rowId }) => this.load(actor, of, rowId)));
      seen.push(...rows.flatMap((row, at) => (row ? [{ row, rowId: String(page.rows[at]?.rowId) }] : [])));
      if (!page.hasNextPage) break;
      from = page.endCursor;
    }
    const shown = seen.slice(0, first);
    const last = shown.at(-1);
    return {
      rows: shown.map(({ row }) => row),
      endCursor: last ? toCursor({ order: last.rowId, key: actor.employeeId }) : null,
      hasNextPage: seen.length > first,
    };
  }

  /** An item as it stands, where one may see it; null otherwise. Batched per request. */
  async item(actor: EmployeeActor, asked: AskedField, rowId: string): Promise<ShownCell | null> {
    const row = await this.load(actor, asked.of, rowId);
    return row && shownCell(asked, row);
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
        .list(actor, of.policy as never, 'read' as never, newestOf(actor, of) as never)
        .then((page) => page.rows as unknown as readonly Row[]);
      known.set(of, rows);
    }
    return rows;
  }
}

/** The actor object is the request. */
const remembered = new WeakMap<EmployeeActor, Map<Disclosable, Promise<readonly Row[]>>>();

/**
 * The items, all of which have a cell of the field that concerns the actor.
 * @throws not_found when one has not: unknown, foreign and somebody else's are one answer
 */
export async function ownItems(
  write: Write,
  { field }: AskedField,
  ids: readonly string[],
): Promise<readonly string[]> {
  const cells: CellPerson[] = await write.loadBy(cellPersonPolicy, 'read', 'rowId', ids);
  const mine = new Set(
    cells.flatMap(({ entity, rowId, fieldNo }) =>
      entity === field.entity && fieldNo === field.number ? [rowId] : [],
    ),
  );
  if (ids.some((id) => !mine.has(id))) throw new CourtyardError('not_found');
  return ids;
}

/** What a card shows of one's own cells of a field, as the transaction of an answer finds them. */
export async function ownValues(write: Write, actor: EmployeeActor, asked: AskedField): Promise<OwnValues> {
  const { of } = asked;
  const rows = await write.list(of.policy as never, 'read' as never, newestOf(actor, of) as never);
  return ownValuesOf(asked, rows as readonly Row[]);
}

/** Items by id as the transaction of an answer finds them, without those that the actor may not read. */
export async function shownItems(
  write: Write,
  asked: AskedField,
  rowIds: readonly string[],
): Promise<ReadonlyMap<string, ShownCell>> {
  const rows = await write.load(asked.of.policy as never, 'read' as never, rowIds);
  const cells = (rows as readonly Row[]).flatMap((row) => shownCell(asked, row) ?? []);
  return new Map(cells.map((cell) => [cell.rowId, cell]));
}

function ownValuesOf(asked: AskedField, rows: readonly Row[]): OwnValues {
  const cells = rows.flatMap((row) => shownCell(asked, row) ?? []);
  return { shown: cells.slice(0, MOST_VALUES), count: cells.length };
}

function newestOf(actor: EmployeeActor, of: Disclosable): PageQuery<Row> {
  return {
    where: { [of.owner]: actor.employeeId, ...of.live } as never,
    order: { by: of.since, direction: 'desc' },
    first: MOST_COUNTED,
  };
}

export function excerptOf(text: string): string {
  const [start = ''] = text.split('\n');
  const letters = [...start];
  return letters.length > 140 ? `${letters.slice(0, 139).join('')}…` : start;
}
