import { accountPolicy, foldEmail, invitationPolicy } from '@courtyard/identity';
import {
  EmployeeKind,
  type EmployeeStatus,
  type Enlisted,
  employeePolicy,
  employeeSourcePolicy,
  enlist,
  noteMovedIn,
} from '@courtyard/people';
import type { Write } from '@courtyard/records';
import { v7 as newId } from 'uuid';
import type { IntegrationRecord, PersonRecord, SlackExport, SourceKey } from '../slack/index.js';
import { fitted } from './fitted.js';
import { SOURCE } from './source.js';

/** Somebody of the export, as they stand in the directory now. */
export interface MovedPerson {
  readonly id: string;
  readonly kind: EmployeeKind;
  readonly status: EmployeeStatus;
}

export type MovedPeople = ReadonlyMap<SourceKey, MovedPerson>;

const AT_ONCE = 1_000;
const NAMELESS = 'Former member';

/**
 * Everyone of the export, as employees. Whom an earlier import brought is found again; who signs in with the same work
 * address is the same person; the others are new, without account. Nobody who is there already is changed: an import raises
 * nobody's rights.
 */
export async function movePeople(write: Write, slack: SlackExport): Promise<MovedPeople> {
  const records = [...slack.people, ...slack.integrations];
  const keys = [...records.map(({ sourceKey }) => sourceKey), slackItself(slack)];
  const known = await knownBefore(write, keys);
  const unknown = records.filter(({ sourceKey }) => !known.has(sourceKey));
  const matched = await matchByAddress(write, unknown, slack.workspace);
  await write.createMany(
    employeeSourcePolicy,
    'remember',
    [...matched].map(([sourceKey, employeeId]) => ({ sourceKey, employeeId })),
  );
  const newcomers = unknown.filter(({ sourceKey }) => !matched.has(sourceKey)).map(newcomerOf);
  if (newcomers.length > 0) await enlist(write, newcomers);
  const people = newcomers.filter(({ kind }) => kind !== EmployeeKind.integration);
  await noteMovedIn(
    write,
    SOURCE,
    people.map(({ id }) => id),
    true,
  );
  const ids = new Map([
    ...known,
    ...matched,
    ...newcomers.map(({ sourceKey, id }): [string, string] => [sourceKey, id]),
  ]);
  return asTheyStand(write, ids);
}

/** The integration that speaks where an export has no message; an earlier export may have had it alone. */
export function slackItself({ workspace }: Pick<SlackExport, 'workspace'>): SourceKey {
  return `slack:${workspace}/bot/slack`;
}

async function knownBefore(write: Write, all: readonly SourceKey[]): Promise<Map<SourceKey, string>> {
  const known = new Map<SourceKey, string>();
  for (const keys of portionsOf(all)) {
    for (const { sourceKey, employeeId } of await write.loadBy(
      employeeSourcePolicy,
      'read',
      'sourceKey',
      keys,
    ))
      known.set(sourceKey, employeeId);
  }
  return known;
}

/**
 * Who has an account, or an invitation, with the work address of the export. Doubt is no match: an address that two people
 * of the export have, two people here, or somebody who is another member of the same workspace already.
 */
async function matchByAddress(
  write: Write,
  records: readonly (PersonRecord | IntegrationRecord)[],
  workspace: string,
): Promise<Map<SourceKey, string>> {
  const byAddress = onlyOnes(
    records.flatMap((record): [string, SourceKey][] => {
      const address = record.kind === 'person' && record.email ? foldEmail(record.email) : null;
      return address ? [[address, record.sourceKey]] : [];
    }),
  );
  const found = new Map<SourceKey, string>();
  for (const addresses of portionsOf([...byAddress.keys()])) {
    const accounts = await write.loadBy(accountPolicy, 'match', 'email', addresses);
    const invitations = await write.loadBy(invitationPolicy, 'match', 'email', addresses);
    const people = onlyOnes(
      [...accounts, ...invitations].map(({ email, employeeId }) => [email, employeeId]),
    );
    const candidates = [...new Set(people.values())];
    const sources = await write.loadBy(employeeSourcePolicy, 'read', 'employeeId', candidates);
    const members = new Set(
      sources
        .filter(({ sourceKey }) => sourceKey.startsWith(`slack:${workspace}/`))
        .map(({ employeeId }) => employeeId),
    );
    for (const [address, employeeId] of people) {
      const sourceKey = byAddress.get(address);
      if (!sourceKey || members.has(employeeId)) continue;
      members.add(employeeId);
      found.set(sourceKey, employeeId);
    }
  }
  return found;
}

/** Of pairs those whose first part means one thing only. */
function onlyOnes(pairs: readonly (readonly [string, string])[]): Map<string, string> {
  const found = Map.groupBy(pairs, ([name]) => name);
  return new Map(
    [...found].flatMap(([name, all]): [string, string][] => {
      const values = new Set(all.map(([, value]) => value));
      const [only] = values;
      return values.size === 1 && only !== undefined ? [[name, only]] : [];
    }),
  );
}

function newcomerOf(record: PersonRecord | IntegrationRecord): Enlisted {
  const person = record.kind === 'person' ? record : null;
  const member = person?.standing === 'member' ? EmployeeKind.employee : EmployeeKind.guest;
  return {
    sourceKey: record.sourceKey,
    id: newId(),
    name: fitted(record.name, 200, NAMELESS),
    title: person?.title ? fitted(person.title, 200, '') : null,
    kind: person ? member : EmployeeKind.integration,
    status: person?.status ?? 'active',
    importedFrom: SOURCE,
  };
}

async function asTheyStand(
  write: Write,
  ids: ReadonlyMap<SourceKey, string>,
): Promise<Map<SourceKey, MovedPerson>> {
  const rows = new Map<string, MovedPerson>();
  for (const some of portionsOf([...new Set(ids.values())])) {
    for (const { id, kind, status } of await write.load(employeePolicy, 'read', some))
      rows.set(id, { id, kind, status });
  }
  return new Map(
    [...ids].map(([sourceKey, id]) => {
      const person = rows.get(id);
      if (!person) throw new Error('Somebody the import knows is not in the directory.');
      return [sourceKey, person];
    }),
  );
}

export function* portionsOf<Item>(items: readonly Item[], most = AT_ONCE): Generator<Item[]> {
  for (let from = 0; from < items.length; from += most) yield items.slice(from, from + most);
}
