import { AudienceKeys, AudiencePartKind, type Group } from '@courtyard/people';
import type { Write } from '@courtyard/records';
import { postAudiencePolicy } from '../post/post-audience.policy.js';
import { type Community, CommunityAccess, CommunityHistory } from './community.entity.js';
import { communityPolicy } from './community.policy.js';

/*
 * Generations: what was said while a community was narrower stays with whoever could read it then.
 *
 * 1. Whoever comes in is given the newest key and no other.
 * 2. Opening wider begins a generation: from hidden to closed to open, and from history "from joining" to "from the start".
 *    So does hiding: what was said to others as well names its readers, and would name who came to what they may not know of.
 * 3. Where history is from joining, coming in begins one, unless nothing was said since the last.
 * 4. Who is in it when a generation begins holds its key and keeps the older ones; who goes, or is taken out, loses all.
 */
const WIDTH = [CommunityAccess.hidden, CommunityAccess.closed, CommunityAccess.open];

/** Who may read a community: how one comes in, and what one reads then. */
export type Opening = Pick<Community, 'access' | 'history'>;

export function groupOf(id: string): Group {
  return { kind: AudiencePartKind.community, id };
}

/** Whether more people may come than before. */
export function letsMoreIn(before: Pick<Opening, 'access'>, after: Pick<Opening, 'access'>): boolean {
  return WIDTH.indexOf(after.access) > WIDTH.indexOf(before.access);
}

/** Whether whoever comes after it must not read what was said before, or not be known by it. */
export function beginsAnew(before: Opening, after: Opening): boolean {
  const told =
    before.history === CommunityHistory.from_joining && after.history === CommunityHistory.from_start;
  const hides = before.access !== after.access && after.access === CommunityAccess.hidden;
  return told || hides || letsMoreIn(before, after);
}

/** By the house, since neither whoever comes in nor a guest may change the community. @returns its new key */
export async function beginGeneration(keeping: Write, id: string): Promise<string> {
  const key = await AudienceKeys.nextGeneration(keeping, groupOf(id));
  await keeping.change(communityPolicy, 'turn', id, { audienceKey: key });
  return key;
}

/** The key that somebody is given who comes in now. What is said at the same moment is said as they come in. */
export async function keyToEnter(keeping: Write, { id, history, audienceKey }: Community): Promise<string> {
  if (history === CommunityHistory.from_start) return audienceKey;
  const said = await keeping.list(postAudiencePolicy, 'look', {
    where: { audienceKey },
    order: { by: 'publishedId', direction: 'desc' },
    first: 1,
  });
  return said.length === 0 ? audienceKey : beginGeneration(keeping, id);
}

/**
 * Says a community's new name wherever something is addressed to it. While it is hidden on the newest key alone: something said to
 * others as well may carry an earlier one, and they know it by the name it had then.
 */
export async function rename(
  write: Write,
  { id, access, audienceKey }: Community,
  name: string,
): Promise<void> {
  const newest = access === CommunityAccess.hidden ? [audienceKey] : undefined;
  await AudienceKeys.rename(write, groupOf(id), name, newest);
}

/** Takes somebody out of all that was ever said there. */
export async function takeKeys(write: Write, id: string, employeeId: string): Promise<void> {
  await AudienceKeys.revoke(write, [employeeId], await AudienceKeys.keysOf(write, groupOf(id)));
}
