import { definePolicy, everyRow, me } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { CommunityRequest } from './community-request.entity.js';

const COLLEAGUES = { roles: ['employee'] };

export const communityRequestPolicy = definePolicy(
  CommunityRequest,
  ['read', 'ask', 'withdraw', 'answer', 'follow', 'end'],
  ({ can, errand }) => {
    can(['read', 'ask'], { employeeId: me }, COLLEAGUES);
    // What was declined stays, or asking again and again would be a way to be let in.
    can('withdraw', { employeeId: me, declined: false }, COLLEAGUES);
    can(['read', 'answer'], { keeperIds: { has: me }, declined: false }, COLLEAGUES);
    errand('keep_communities', 'follow', everyRow('follows from who looks after the community'));
    errand('keep_communities', 'end', everyRow('whoever is in asks no more'));
    errand('leave_communities', ['follow', 'end'], everyRow('whoever leaves the company asks no more'));
  },
);

concernsPerson(communityRequestPolicy, 'employeeId');
