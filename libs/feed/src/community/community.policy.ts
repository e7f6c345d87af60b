import { definePolicy, everyRow, keys, me } from '@courtyard/access';
import { wordsOf } from '@courtyard/people';
import { outlined, searchable } from '@courtyard/records';
import { Community, CommunityAccess } from './community.entity.js';

const COLLEAGUES = { roles: ['employee'] };
const MEMBER = { audienceKey: { in: keys } } as const;

export const communityPolicy = definePolicy(
  Community,
  [
    'read',
    'introduce',
    'address',
    'found',
    'join',
    'request',
    'admit',
    'leave',
    'end_with_employment',
    'manage_members',
    'invite',
    'change_roles',
    'change_access',
    'turn',
    'take_over',
    'revise',
    'archive',
    'announce',
    'import',
  ],
  ({ can, errand }) => {
    can('read', { access: { in: [CommunityAccess.open, CommunityAccess.closed] } }, COLLEAGUES);
    can(['read', 'address', 'leave'], MEMBER);
    can('join', { access: CommunityAccess.open }, COLLEAGUES);
    can('request', { access: CommunityAccess.closed }, COLLEAGUES);
    can('found', { ownerIds: { has: me } }, COLLEAGUES);
    // Whoever looks after it is in it: who was taken out, or left the company, looks after nothing, whatever a list says.
    can(['manage_members', 'invite'], { moderatorIds: { has: me }, ...MEMBER }, COLLEAGUES);
    can(
      ['manage_members', 'invite', 'change_roles', 'change_access', 'revise', 'archive', 'announce'],
      { ownerIds: { has: me }, ...MEMBER },
      COLLEAGUES,
    );
    can('take_over', { isOwned: false, ...MEMBER }, COLLEAGUES);
    errand('enter_invited', 'introduce', everyRow('whoever was invited reads what they are asked to join'));
    errand('enter_invited', 'admit', everyRow('whoever was invited comes in by their own yes'));
    errand(
      'keep_communities',
      'turn',
      everyRow('whoever comes in begins a generation, where none reads of before'),
    );
    errand(
      'leave_communities',
      'end_with_employment',
      everyRow('whoever leaves the company looks after none of them any more'),
    );
    errand('import', ['read', 'import'], everyRow('an import turns channels into communities'));
  },
);

// To whom is asked in, and to nobody by an id alone: the invitation is judged first.
outlined(communityPolicy, 'introduce', ['name', 'purpose', 'access', 'charter', 'charterVersion', 'endsAt']);

searchable(communityPolicy, {
  kind: 'community',
  text: ['name', 'purpose'],
  at: 'createdAt',
  names: { of: ({ nameFolded }) => nameFolded.split(' '), fold: wordsOf },
});
