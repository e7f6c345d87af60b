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
 * 3. Where history is from joining, coming in begins one, unless nothing was said since the last.
 * 4. Who is in it when a generation begins holds its key and keeps the older ones; who goes, or is taken out, loses all.
 */
const WIDTH = [CommunityAccess.hidden, CommunityAccess.closed, CommunityAccess.open];

/** Who may read a community: how one comes in, and what one reads then. */
export type Opening = Pick<Community, 'access' | 'history'>;

export function groupOf(id: string): Group {
  return { kind: AudiencePartKind.community, id };
}

/** Whether more people may come to read than before. */
export function isWider(before: Opening, after: Opening): boolean {
  const told =
    before.history === CommunityHistory.from_joining && after.history === CommunityHistory.from_start;
  return told || WIDTH.indexOf(after.access) > WIDTH.indexOf(before.access);
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

/** Takes somebody out of all that was ever said there. */
export async function takeKeys(write: Write, id: string, employeeId: string): Promise<void> {
  await AudienceKeys.revoke(write, [employeeId], await AudienceKeys.keysOf(write, groupOf(id)));
}
