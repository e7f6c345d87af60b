import { FoundingService } from '@courtyard/people';
import type { Caller, Told } from './caller.js';
import type { House } from './house.js';

/** Nobody's on the list of common ones; the same for all, because nothing here is about passwords. */
export const PASSWORD = 'grauer Kiesel am Wehr 7';

export interface Person extends Caller {
  /** Their node id. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/**
 * A company in which every way to stand towards a thing has somebody, made through the served API alone.
 *
 * - `ada` administrator, `eva` and `max` in Sales, `ron` in Works, `gus` a guest in the community, `ida` of another
 *   organisation, `leo` who was deactivated, `tim` who was taken out of the community, `pia` who left it.
 */
export interface Company {
  readonly ada: Person;
  readonly eva: Person;
  readonly max: Person;
  readonly ron: Person;
  readonly gus: Person;
  readonly leo: Person;
  readonly tim: Person;
  readonly pia: Person;
  /** The administrator of another organisation of the same house. */
  readonly ida: Person;
  readonly sales: string;
  readonly works: string;
  /** A closed community of eva, with gus; tim and pia were in it. */
  readonly circle: string;
}

type Words = (what: string) => string;

/** @param words what a personal cell holds; canaries say something unique for each. */
export async function foundCompany(house: House, words: Words = (what) => what): Promise<Company> {
  const ada = await moveIn(house, house.invitation, 'administrator@kessler.example');
  const sales = await department(ada, words('Sales'));
  const works = await department(ada, words('Works'));
  const hire = (name: string, departmentId: string | null, kind = 'employee') =>
    invite(house, ada, {
      name: words(name),
      title: words(`${name} title`),
      departmentId,
      kind,
      handle: name,
    });
  const eva = await hire('eva', sales);
  const max = await hire('max', sales);
  const ron = await hire('ron', works);
  const leo = await hire('leo', sales);
  const tim = await hire('tim', sales);
  const pia = await hire('pia', sales);
  const gus = await hire('gus', null, 'guest');
  const { foundCommunity } = await eva.tell(
    'mutation ($input: FoundCommunityInput!) { foundCommunity(input: $input) { id } }',
    {
      input: {
        idempotencyKey: 'circle-1',
        name: words('Circle'),
        purpose: words('Circle purpose'),
        access: 'closed',
      },
    },
  );
  const circle = foundCommunity.id as string;
  for (const { id } of [gus, tim, pia]) await membership('addCommunityMember', eva, circle, id);
  const ida = await otherOrganisation(house, words);
  return { ada, eva, max, ron, gus, leo, tim, pia, ida, sales, works, circle };
}

/** Adds to, or removes from, a community that `owner` owns. */
export function membership(
  mutation: 'addCommunityMember' | 'removeCommunityMember',
  owner: Person,
  communityId: string,
  employeeId: string,
): Promise<Told> {
  return owner.tell(`mutation ($c: ID!, $e: ID!) { ${mutation}(communityId: $c, employeeId: $e) { id } }`, {
    c: communityId,
    e: employeeId,
  });
}

let keys = 0;
/** Never the same twice in a process. */
export const freshKey = (): string => `key-${process.pid}-${++keys}`;

export interface Part {
  readonly kind: string;
  readonly id?: string;
}

export async function publishPoll(
  by: Person,
  body: string,
  audience: readonly Part[],
  options: readonly string[] = ['One', 'Other'],
): Promise<string> {
  const input = {
    idempotencyKey: freshKey(),
    body,
    audience,
    kind: 'poll',
    poll: { options },
  };
  const { publishPost } = await by.tell(
    'mutation ($input: PublishPostInput!) { publishPost(input: $input) { id } }',
    { input },
  );
  return publishPost.id as string;
}

/** One's own judgement; of a poll with a vote for these options. */
export async function judge(by: Person, postId: string, ...choices: number[]): Promise<void> {
  await by.tell(
    'mutation ($id: ID!, $choices: [Int!]!) { giveJudgement(postId: $id, choices: $choices) { id } }',
    { id: postId, choices },
  );
}

export async function publish(
  by: Person,
  body: string,
  audience: readonly Part[],
  kind: 'update' | 'question' | 'announcement' | 'idea' = 'update',
): Promise<string> {
  const { publishPost } = await by.tell(
    'mutation ($input: PublishPostInput!) { publishPost(input: $input) { id } }',
    { input: { idempotencyKey: freshKey(), body, audience, kind } },
  );
  return publishPost.id as string;
}

/** A day that is to come, as a client writes it. */
export const comingDay = (days = 7): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** @param to nobody: all whom it reaches */
export async function promise(
  by: Person,
  body: string,
  audience: readonly Part[],
  to: Pick<Person, 'id'> | null = null,
): Promise<string> {
  const pledge = { dueOn: comingDay(), ...(to ? { toId: to.id } : {}) };
  const { publishPost } = await by.tell(
    'mutation ($input: PublishPostInput!) { publishPost(input: $input) { id } }',
    { input: { idempotencyKey: freshKey(), body, audience, kind: 'pledge', pledge } },
  );
  return publishPost.id as string;
}

/** It is between both until `to` lets it be shown. */
export async function praise(
  by: Person,
  body: string,
  audience: readonly Part[],
  to: Pick<Person, 'id'>,
): Promise<string> {
  const { publishPost } = await by.tell(
    'mutation ($input: PublishPostInput!) { publishPost(input: $input) { id } }',
    { input: { idempotencyKey: freshKey(), body, audience, kind: 'praise', praise: { toId: to.id } } },
  );
  return publishPost.id as string;
}

export async function letBeShown(who: Person, postId: string): Promise<void> {
  await who.tell('mutation ($i: LetPraiseInput!) { letPraiseBeShown(input: $i) { id } }', {
    i: { postId, version: 1 },
  });
}

export async function comment(by: Person, postId: string, body: string): Promise<string> {
  const { addComment } = await by.tell(
    'mutation ($input: AddCommentInput!) { addComment(input: $input) { id } }',
    {
      input: { idempotencyKey: freshKey(), postId, body },
    },
  );
  return addComment.id as string;
}

async function department(by: Person, name: string): Promise<string> {
  const { createDepartment } = await by.tell(
    'mutation ($input: CreateDepartmentInput!) { createDepartment(input: $input) { id } }',
    { input: { idempotencyKey: freshKey(), name } },
  );
  return createDepartment.id as string;
}

interface Newcomer {
  readonly name: string;
  readonly title: string;
  readonly departmentId: string | null;
  readonly kind: string;
  readonly handle: string;
}

export async function invite(house: House, by: Person, { handle, ...newcomer }: Newcomer): Promise<Person> {
  const email = `${handle}@kessler.example`;
  const { inviteEmployee } = await by.tell(
    'mutation ($input: InviteEmployeeInput!) { inviteEmployee(input: $input) { path } }',
    { input: { idempotencyKey: freshKey(), email, ...newcomer } },
  );
  return moveIn(house, (inviteEmployee.path as string).split('#')[1] ?? '', email);
}

async function otherOrganisation(house: House, words: Words): Promise<Person> {
  const email = 'ida@elsewhere.example';
  const { invitation } = await house.app.get(FoundingService, { strict: false }).found({
    name: words('Elsewhere'),
    handle: 'elsewhere',
    administrator: { name: words('ida'), email },
  });
  return moveIn(house, invitation.path.split('#')[1] ?? '', email);
}

async function moveIn(house: House, token: string, email: string): Promise<Person> {
  const caller = house.stranger();
  const { acceptInvitation } = await caller.tell(
    'mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { employee { id name } } }',
    { input: { token, password: PASSWORD } },
  );
  return Object.assign(caller, { email, ...(acceptInvitation.employee as { id: string; name: string }) });
}
