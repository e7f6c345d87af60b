import { definePolicy, everyRow, me } from '@courtyard/access';
import { concernsPerson, outlined } from '@courtyard/records';
import { CommunityInvitation } from './community-invitation.entity.js';

const COLLEAGUES = { roles: ['employee'] };
const OPEN_TO_ME = { employeeId: me, revoked: false, declined: false } as const;

export const communityInvitationPolicy = definePolicy(
  CommunityInvitation,
  ['read', 'oversee', 'invite', 'renew', 'revoke', 'accept', 'decline', 'follow', 'end'],
  ({ can, errand, unrecorded }) => {
    // Guests, too: it is one of the two ways in which they are added.
    can(['read', 'accept', 'decline'], OPEN_TO_ME);
    can('oversee', { keeperIds: { has: me }, revoked: false }, COLLEAGUES);
    can(['invite', 'renew'], { keeperIds: { has: me } }, COLLEAGUES);
    can('revoke', { keeperIds: { has: me }, revoked: false }, COLLEAGUES);
    unrecorded('decline', 'a no looks like no answer, in the log, too');
    errand('keep_communities', 'follow', everyRow('follows from who looks after the community'));
    errand('keep_communities', 'end', everyRow('whoever is in is asked no more'));
    errand('leave_communities', ['follow', 'end'], everyRow('whoever leaves the company is asked no more'));
  },
);

concernsPerson(communityInvitationPolicy, 'employeeId');

// Whoever asked does not learn who said no: it is not even read.
outlined(communityInvitationPolicy, 'oversee', ['invitedBy', 'invitedAt', 'expiresAt']);
