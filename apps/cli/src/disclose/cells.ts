import type { SystemActor } from '@courtyard/access';
import { type CellAsked, type Field, fieldsOf, type PersonConcerned } from '@courtyard/catalogue';
import { Post, postPolicy } from '@courtyard/feed';
import { AudiencePartKind, audiencePolicy, Employee, EmployeeKind, employeePolicy } from '@courtyard/people';
import type { Gate } from '@courtyard/records';

const PAGE = 100;

type Kinds = ReadonlyMap<string, PersonConcerned['kind']>;

/**
 * The cells of everybody's posts and names, page by page, by what matters for deciding. The gate reads no text for it: the
 * action that it is asked with looks at ids, keys and standing only.
 */
export async function* cellsOf(gate: Gate, actor: SystemActor): AsyncGenerator<CellAsked[]> {
  const kinds = new Map<string, PersonConcerned['kind']>();
  const name = fieldOf(Employee, 'name');
  for await (const employees of pages(async (after) =>
    gate.list(actor, employeePolicy, 'count_cells', { ...inOrder, after }),
  )) {
    // An integration is no person, so its name is nobody's.
    const people = employees.filter(({ kind }) => kind !== EmployeeKind.integration);
    for (const { id, kind, status } of people) kinds.set(id, kindOf(kind, status));
    yield people.map(({ id }) => ({
      field: name,
      cell: {
        item: id,
        persons: concerned(id, [], kinds),
        audience: 'organisation',
        recipientInAudience: false,
        unmarked: false,
      },
    }));
  }
  const house = await keysOfTheHouse(gate, actor);
  const body = fieldOf(Post, 'body');
  for await (const posts of pages(async (after) =>
    gate.list(actor, postPolicy, 'count_cells', { ...inOrder, where: { status: 'published' }, after }),
  )) {
    yield posts.map(({ id, authorId, mentionedIds, audienceKeys }) => ({
      field: body,
      cell: {
        item: id,
        persons: concerned(authorId, mentionedIds, kinds),
        audience: audienceKeys.some((key) => house.has(key)) ? 'organisation' : 'narrower',
        recipientInAudience: false,
        // No author was asked yet whom their words are about.
        unmarked: true,
      },
    }));
  }
}

const inOrder = { order: { by: 'id', direction: 'asc' }, first: PAGE } as const;

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

/** An integration that wrote something is nobody who could agree: it is left out, and so nobody speaks for it. */
function concerned(ownerId: string, about: readonly string[], kinds: Kinds): PersonConcerned[] {
  const persons = [
    { id: ownerId, role: 'owner' as const },
    ...about.filter((id) => id !== ownerId).map((id) => ({ id, role: 'about' as const })),
  ];
  return persons.flatMap(({ id, role }) => {
    const kind = kinds.get(id);
    return kind ? [{ person: id, role, kind, restricted: false, objectedTo: [] }] : [];
  });
}

/** Who left can say yes no more. */
function kindOf(kind: EmployeeKind, status: string): PersonConcerned['kind'] {
  if (status !== 'active') return 'external';
  return kind === EmployeeKind.guest ? 'guest' : 'employee';
}

function fieldOf(entity: typeof Post | typeof Employee, name: string): Field {
  const field = fieldsOf(entity).find((one) => one.name === name);
  if (!field) throw new Error(`The catalogue has no ${entity.name}.${name}.`);
  return field;
}
