import { cleanName, cleanText } from './cleaning.js';
import type { Directory } from './directory.js';
import type { ListedConversation } from './layout.js';
import { decodeEntities } from './mrkdwn.js';
import type { ConversationRecord, Membership } from './record.js';
import type { Movement } from './thread-index.js';
import { compareTimestamps, isoTime } from './timestamp.js';

/**
 * Channels are open; whatever is not is closed to exactly the members that the export lists. In a channel, people
 * who joined and did not leave are members even if the list, made at another moment, lacks them.
 */
export function conversationRecord(
  { form, listed }: ListedConversation,
  movements: readonly Movement[],
  directory: Directory,
): ConversationRecord {
  const access = form === 'channel' ? 'open' : 'closed';
  const last = lastMovements(movements);
  const members = new Set(listed.members ?? []);
  if (access === 'open') for (const [user, { kind }] of last) if (kind === 'join') members.add(user);
  const unnamed = form === 'direct_message' || form === 'group_message';
  return {
    kind: 'conversation',
    sourceKey: directory.key(listed.id),
    form,
    access,
    name: unnamed ? null : cleanName(listed.name) || listed.id,
    topic: unnamed ? '' : note(listed.topic?.value),
    purpose: unnamed ? '' : note(listed.purpose?.value),
    archived: listed.is_archived === true,
    general: listed.is_general === true && access === 'open',
    createdAt: createdAt(listed.created),
    creator: agentKey(listed.creator, directory),
    members: membershipsOf(members, listed.id, last, directory),
  };
}

function membershipsOf(
  members: ReadonlySet<string>,
  conversation: string,
  last: ReadonlyMap<string, Movement>,
  directory: Directory,
): Membership[] {
  const byAgent = new Map<string, Membership>();
  for (const member of members) {
    const key = agentKey(member, directory);
    if (key === null || byAgent.has(key)) continue;
    const movement = last.get(member);
    const joined = movement?.kind === 'join' ? movement : null;
    byAgent.set(key, {
      sourceKey: directory.key(conversation, 'member', member),
      member: key,
      joinedAt: joined === null ? null : isoTime(joined.at),
      inviter: agentKey(joined?.inviter, directory),
    });
  }
  return [...byAgent.values()];
}

function lastMovements(movements: readonly Movement[]): Map<string, Movement> {
  const last = new Map<string, Movement>();
  for (const movement of movements) {
    const known = last.get(movement.user);
    if (known === undefined || compareTimestamps(known.at, movement.at) <= 0)
      last.set(movement.user, movement);
  }
  return last;
}

function agentKey(id: string | null | undefined, directory: Directory): string | null {
  return id ? (directory.find(id)?.key ?? null) : null;
}

function note(text: string | null | undefined): string {
  return cleanText(decodeEntities((text ?? '').slice(0, 2000))).trim();
}

function createdAt(seconds: string | number | null | undefined): string | null {
  if (seconds === null || seconds === undefined || Number(seconds) === 0) return null;
  return isoTime(String(seconds));
}
