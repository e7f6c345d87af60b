import {
  type Community,
  CommunityAccess,
  communityPolicy,
  importedMembershipPolicy,
  showKeepers,
  turnGeneration,
} from '@courtyard/feed';
import { AudienceKeys, AudiencePartKind, EmployeeKind, foldedName } from '@courtyard/people';
import type { Write } from '@courtyard/records';
import { v7 as newId } from 'uuid';
import type { ConversationRecord } from '../slack/index.js';
import { fitted } from './fitted.js';
import type { MovedPeople, MovedPerson } from './people.js';
import { SOURCE } from './source.js';

/** Where what is said in a conversation goes. */
export interface Place {
  readonly audienceKeys: readonly string[];
  /** Null where more people than these may read it. */
  readonly only: ReadonlySet<string> | null;
}

/** A row has at most twenty keys; Slack's group messages have at most nine people. */
const MOST_KEYS = 20;

/** Channels become communities; direct and group messages have no community, but an audience of exactly their people. */
export async function moveConversation(
  write: Write,
  conversation: ConversationRecord,
  people: MovedPeople,
): Promise<Place> {
  const members = membersOf(conversation, people);
  const only = conversation.access === 'closed' ? new Set(members.map(({ id }) => id)) : null;
  const named = conversation.form === 'channel' || conversation.form === 'private_channel';
  if (named || members.length > MOST_KEYS) {
    return { audienceKeys: [await moveChannel(write, conversation, people, members)], only };
  }
  const keys = await AudienceKeys.of(
    write,
    members.map(({ id }) => ({ kind: AudiencePartKind.person, id })),
  );
  if (keys.includes(null)) throw new Error('Somebody in the directory has no audience key.');
  return { audienceKeys: keys as string[], only };
}

function membersOf({ members }: ConversationRecord, people: MovedPeople): MovedPerson[] {
  const found = new Map<string, MovedPerson>();
  for (const { member } of members) {
    const person = people.get(member);
    if (person) found.set(person.id, person);
  }
  return [...found.values()];
}

/** @returns the audience key of the channel's community, new or found again */
async function moveChannel(
  write: Write,
  conversation: ConversationRecord,
  people: MovedPeople,
  members: readonly MovedPerson[],
): Promise<string> {
  const [known] = await write.loadBy(communityPolicy, 'import', 'sourceKey', [conversation.sourceKey]);
  const { id, audienceKey } = known
    ? { id: known.id, audienceKey: await narrow(write, known, conversation, members) }
    : await found(write, conversation, people, members);
  const present = members.filter(({ status }) => status === 'active');
  const joined = await write.createMany(
    importedMembershipPolicy,
    'remember',
    present.map(({ id: employeeId }) => ({ communityId: id, employeeId })),
  );
  if (joined.length > 0) {
    await AudienceKeys.grant(
      write,
      joined.map(({ employeeId }) => employeeId),
      audienceKey,
    );
    await write.emit('community.changed', { communityId: id });
  }
  return audienceKey;
}

async function found(
  write: Write,
  conversation: ConversationRecord,
  people: MovedPeople,
  members: readonly MovedPerson[],
): Promise<Pick<Community, 'id' | 'audienceKey'>> {
  const id = newId();
  const name = fitted(conversation.name ?? '', 80, 'Group message');
  const audienceKey = await AudienceKeys.create(write, AudiencePartKind.community, id, name);
  const creator = conversation.creator === null ? undefined : people.get(conversation.creator);
  const keeps = creator?.kind === EmployeeKind.employee && creator.status === 'active';
  await write.create(communityPolicy, 'import', {
    id,
    name,
    nameFolded: foldedName(name).nameFolded,
    purpose: purposeOf(conversation),
    access: conversation.access === 'open' ? CommunityAccess.open : CommunityAccess.hidden,
    audienceKey,
    // Whoever made it keeps it, if they are still in it.
    ownerIds: creator && keeps && members.some((member) => member.id === creator.id) ? [creator.id] : [],
    version: 1,
    createdAt: conversation.createdAt ?? new Date().toISOString(),
    importedFrom: SOURCE,
    sourceKey: conversation.sourceKey,
  });
  return { id, audienceKey };
}

/**
 * What a later export may change of a community: less. A channel that became private is hidden, and only its members stay;
 * who was brought by an import and is no longer in the private channel goes. What was opened in Slack stays as it is.
 * @returns the key of what is said there from now on
 */
async function narrow(
  write: Write,
  { id, access, audienceKey, ownerIds, moderatorIds }: Community,
  conversation: ConversationRecord,
  members: readonly MovedPerson[],
): Promise<string> {
  if (conversation.access === 'open') return audienceKey;
  const staying = new Set(members.map((member) => member.id));
  const group = { kind: AudiencePartKind.community, id };
  // Whoever goes looks after it no more.
  const keptBy = (stays: (id: string) => boolean) => ({
    ownerIds: ownerIds.filter(stays),
    moderatorIds: moderatorIds.filter(stays),
  });
  if (access !== CommunityAccess.hidden) {
    const keepers = keptBy((employeeId) => staying.has(employeeId));
    await write.change(communityPolicy, 'import', id, { access: CommunityAccess.hidden, ...keepers });
    await showKeepers(write, id, keepers);
    for (const key of await AudienceKeys.keysOf(write, group))
      await AudienceKeys.keepOnly(write, [...staying], key);
    return turnGeneration(write, id);
  }
  const brought = await write.load(importedMembershipPolicy, 'read', [id]);
  const gone = brought.map(({ employeeId }) => employeeId).filter((employeeId) => !staying.has(employeeId));
  if (gone.length === 0) return audienceKey;
  const keepers = keptBy((employeeId) => !gone.includes(employeeId));
  await write.change(communityPolicy, 'import', id, keepers);
  await showKeepers(write, id, keepers);
  await AudienceKeys.revoke(write, gone, await AudienceKeys.keysOf(write, group));
  return audienceKey;
}

function purposeOf({ archived, purpose, topic }: ConversationRecord): string {
  const parts = [archived ? 'Archived in Slack.' : '', purpose, topic === purpose ? '' : topic];
  return fitted(parts.filter((part) => part !== '').join('\n'), 500, '');
}
