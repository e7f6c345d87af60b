import { definePolicy, everyRow, keys, me } from '@courtyard/access';
import { wordsOf } from '@courtyard/people';
import { searchable } from '@courtyard/records';
import { Community, CommunityAccess } from './community.entity.js';

const COLLEAGUES = { roles: ['employee'] };

export const communityPolicy = definePolicy(
  Community,
  ['read', 'address', 'found', 'join', 'leave', 'manage_members', 'import'],
  ({ can, errand }) => {
    can('read', { access: { in: [CommunityAccess.open, CommunityAccess.closed] } }, COLLEAGUES);
    can(['read', 'address', 'leave'], { audienceKey: { in: keys } });
    can('join', { access: CommunityAccess.open }, COLLEAGUES);
    can('found', { ownerIds: { has: me } }, COLLEAGUES);
    can('manage_members', { ownerIds: { has: me } });
    errand('import', ['read', 'import'], everyRow('an import turns channels into communities'));
  },
);

searchable(communityPolicy, {
  kind: 'community',
  text: ['name', 'purpose'],
  at: 'createdAt',
  names: { of: ({ nameFolded }) => nameFolded.split(' '), fold: wordsOf },
});
