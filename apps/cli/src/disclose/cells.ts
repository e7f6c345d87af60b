import type { SystemActor } from '@courtyard/access';
import { type Cell, type CellAsked, type Field, fieldsOf, type PersonConcerned } from '@courtyard/catalogue';
import { Post, postPolicy } from '@courtyard/feed';
import { AudiencePartKind, audiencePolicy, Employee, EmployeeKind, employeePolicy } from '@courtyard/people';
import { along, type Cells, type Gate } from '@courtyard/records';

const PAGE = 100;

type Kinds = ReadonlyMap<string, PersonConcerned['kind']>;

/**
 * The cells of everybody's posts and names, page by page, by what matters for deciding. The gate reads no text for it: the
 * action that it is asked with looks at ids, keys and standing only. Whose yes a cell needs, and whether its author has said
 * whom it is about, is what the gate keeps (`cell_person`, `cell_unmarked`).
 */
export async function* cellsOf(gate: Gate, actor: SystemActor): AsyncGenerator<CellAsked[]> {
  const kinds = new Map<string, PersonConcerned['kind']>();
  const name = fieldOf(Employee, 'name');
  for await (const employees of pages(async (after) =>
    gate.list(actor, employeePolicy, 'count_cells', { ...inOrder, after }),
  )) {
    for (const { id, kind, status } of employees) kinds.set(id, kindOf(kind, status));
    // An integration is no person, so its name is nobody's.
    const people = employees.filter(({ kind }) => kind !== EmployeeKind.integration);
    const reader = { ...actor };
    yield await Promise.all(
      people.map(async ({ id }) => {
        const cells = await gate.cells(reader, employeePolicy, 'count_cells', id);
        return { field: name, cell: cellOf(id, name, cells, kinds, 'organisation') };
      }),
    );
  }
  const house = await keysOfTheHouse(gate, actor);
  const body = fieldOf(Post, 'body');
  for await (const { posts, reader } of pagesOfPosts(gate, actor)) {
    yield await Promise.all(
      posts.map(async ({ id, audienceKeys }) => {
        const cells = await gate.cells(reader, postPolicy, 'count_cells', id);
        const audience = audienceKeys.some((key) => house.has(key)) ? 'organisation' : 'narrower';
        return { field: body, cell: cellOf(id, body, cells, kinds, audience) };
      }),
    );
  }
}

const inOrder = { order: { by: 'id', direction: 'asc' }, first: PAGE } as const;

/** Each page is read by an actor of its own, so that what came along with it is forgotten with it. */
async function* pagesOfPosts(
  gate: Gate,
  actor: SystemActor,
): AsyncGenerator<{ posts: readonly Post[]; reader: SystemActor }> {
  let reader = actor;
  for await (const posts of pages(async (after) => {
    reader = { ...actor };
    const where = { status: 'published' };
    return gate.list(reader, postPolicy, 'count_cells', { ...inOrder, where, companions: CELLS, after });
  }))
    yield { posts, reader };
}

const CELLS = [along.cells(postPolicy, 'count_cells')];

async function* pages<Row>(
  read: (
    after: string | null,
  ) => Promise<{ rows: readonly Row[]; endCursor: string | null; hasNextPage: boolean }>,
): AsyncGenerator<readonly Row[]> {
  let after: string | null = null;
  for (let more = true; more; ) {
    const page = await read(after);
    yield page.rows;
    after = page.endCursor;
    more = page.hasNextPage;
  }
}

async function keysOfTheHouse(gate: Gate, actor: SystemActor): Promise<ReadonlySet<string>> {
  const groups = await gate.loadBy(actor, audiencePolicy, 'describe', 'groupId', [actor.organisationId]);
  return new Set(groups.filter(({ kind }) => kind === AudiencePartKind.organisation).map(({ key }) => key));
}

/** A cell of which nothing is known is nobody's, so nobody can agree to it. */
function cellOf(
  item: string,
  { number }: Field,
  cells: Cells | null,
  kinds: Kinds,
  audience: Cell['audience'],
): Cell {
  const persons = (cells?.persons ?? [])
    .filter(({ fieldNo }) => fieldNo === number)
    .map(({ employeeId, role }) => ({
      person: employeeId,
      role,
      kind: kinds.get(employeeId) ?? 'external',
      restricted: false,
      objectedTo: [],
    }));
  const unmarked = (cells?.unmarked ?? []).some(({ fieldNo }) => fieldNo === number);
  return { item, persons, audience, recipientInAudience: false, unmarked };
}

/** Who left can say yes no more, and an integration never could. */
function kindOf(kind: EmployeeKind, status: string): PersonConcerned['kind'] {
  if (status !== 'active' || kind === EmployeeKind.integration) return 'external';
  return kind === EmployeeKind.guest ? 'guest' : 'employee';
}

function fieldOf(entity: typeof Post | typeof Employee, name: string): Field {
  const field = fieldsOf(entity).find((one) => one.name === name);
  if (!field) throw new Error(`The catalogue has no ${entity.name}.${name}.`);
  return field;
}
