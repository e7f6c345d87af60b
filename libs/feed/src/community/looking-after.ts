import { CourtyardError } from '@courtyard/errors';
import { AudienceKeys, type Ending } from '@courtyard/people';
import type { Write } from '@courtyard/records';
import { type Community, CommunityAccess } from './community.entity.js';
import { communityPolicy } from './community.policy.js';
import { communityInvitationPolicy } from './community-invitation.policy.js';
import { communityRequestPolicy } from './community-request.policy.js';
import { beginGeneration, beginsAnew, keyToEnter, letsMoreIn, type Opening } from './generations.js';

/** Who looks after a community: owners decide about it, moderators about who is in it. */
export type Keepers = Pick<Community, 'ownerIds' | 'moderatorIds'>;

const KEEPING = 'keep_communities';
const LEAVING = 'leave_communities';
const PORTION = 100;

/** Whom a request to come in, and an invitation, are shown to. */
export function keeperIdsOf({ ownerIds, moderatorIds }: Keepers): string[] {
  return [...new Set([...ownerIds, ...moderatorIds])];
}

export function isArchived({ endsAt }: Pick<Community, 'endsAt'>): boolean {
  return endsAt !== null && Date.parse(endsAt) <= Date.now();
}

/**
 * Whether somebody comes in by an answer to the charter that stands now.
 * @param shown the wording they were shown
 * @throws community.archived, community.charter_not_shown
 */
export function assertMayEnter(community: Community, shown: number | null | undefined): void {
  assertAwake(community);
  if (community.charter !== '' && shown !== community.charterVersion)
    throw new CourtyardError('community.charter_not_shown');
}

/** @throws community.archived */
export function assertAwake(community: Pick<Community, 'endsAt'>): void {
  if (isArchived(community)) throw new CourtyardError('community.archived');
}

/** Lets somebody in, in a write that changed a row before: what was asked before is answered by it. */
export async function letIn(write: Write, community: Community, employeeId: string): Promise<void> {
  const keeping = write.errand(KEEPING);
  await AudienceKeys.grant(write, [employeeId], await keyToEnter(keeping, community));
  await endAsking(keeping, employeeId, community.id);
}

/**
 * Opens a community, or closes it, in a write by somebody who may: what was said while it was narrower stays as it was, who came
 * then is not named to others, and nobody waits before a door that is not there any more.
 */
export async function openAs(write: Write, before: Community, after: Opening): Promise<void> {
  const wasNarrower = before.wasNarrower || letsMoreIn(before, after);
  await write.change(communityPolicy, 'change_access', before.id, { ...after, wasNarrower });
  const keeping = write.errand(KEEPING);
  if (beginsAnew(before, after)) await beginGeneration(keeping, before.id);
  if (after.access === CommunityAccess.closed) return;
  for (const { communityId, employeeId } of await keeping.loadBy(
    communityRequestPolicy,
    'end',
    'communityId',
    [before.id],
  ))
    await keeping.remove(communityRequestPolicy, 'end', { communityId, employeeId });
}

/** What is still asked by somebody, or of them, is asked no more; of one community, or of all. */
async function endAsking(errand: Write, employeeId: string, communityId?: string): Promise<void> {
  for (const policy of [communityRequestPolicy, communityInvitationPolicy] as const) {
    for (const row of await errand.loadBy(policy as typeof communityRequestPolicy, 'end', 'employeeId', [
      employeeId,
    ])) {
      const key = { communityId: row.communityId, employeeId };
      if (communityId === undefined || row.communityId === communityId)
        await errand.remove(policy as typeof communityRequestPolicy, 'end', key);
    }
  }
}

/** Says who looks after a community, to it and to what is shown to them. @throws not_found, auth.forbidden */
export async function keepBy(
  write: Write,
  action: 'change_roles' | 'leave' | 'take_over',
  { id }: Community,
  keepers: Keepers,
): Promise<void> {
  await write.change(communityPolicy, action, id, keepers);
  await showKeepers(write, id, keepers);
}

/** Begins a generation of a community that the same write hid from others. @returns its new key */
export function turnGeneration(write: Write, communityId: string): Promise<string> {
  return beginGeneration(write.errand(KEEPING), communityId);
}

/** Lets what is asked of a community, and for it, follow who looks after it, in the write that changed that. */
export function showKeepers(write: Write, communityId: string, keepers: Keepers): Promise<void> {
  return follow(write.errand(KEEPING), communityId, keepers);
}

async function follow(errand: Write, communityId: string, keepers: Keepers): Promise<void> {
  const keeperIds = keeperIdsOf(keepers);
  await errand.changeAll(communityRequestPolicy, 'follow', { communityId }, { keeperIds });
  await errand.changeAll(communityInvitationPolicy, 'follow', { communityId }, { keeperIds });
}

/** Without somebody; where that leaves no owner, the moderators are the owners. */
export function without({ ownerIds, moderatorIds }: Keepers, employeeId: string): Keepers {
  const owners = ownerIds.filter((id) => id !== employeeId);
  const moderators = moderatorIds.filter((id) => id !== employeeId);
  return owners.length > 0
    ? { ownerIds: owners, moderatorIds: moderators }
    : { ownerIds: moderators, moderatorIds: [] };
}

/**
 * Whoever leaves the company looks after nothing any more and asks for nothing. A community that loses its only owner so goes
 * to its moderators, else to the first member who takes it over.
 */
export const endLookingAfter: Ending = async (write, employeeId) => {
  const leaving = write.errand(LEAVING);
  for (const list of ['ownerIds', 'moderatorIds'] as const) {
    for (let kept: Community[] = []; ; ) {
      kept = await leaving.list(communityPolicy, 'end_with_employment', {
        where: { [list]: { has: employeeId } },
        order: { by: 'nameFolded', direction: 'asc' },
        first: PORTION,
      });
      for (const { id } of kept) {
        // By the row as it is under the lock: somebody may be giving it up at the same moment, and would keep it.
        const after = await leaving.change(communityPolicy, 'end_with_employment', id, (row) =>
          without(row, employeeId),
        );
        await follow(leaving, id, after);
      }
      if (kept.length === 0) break;
    }
  }
  await endAsking(leaving, employeeId);
};
