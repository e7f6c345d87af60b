import { definePolicy, everyRow, keys, me } from '@courtyard/access';
import { concernsPerson, reachedByKeys } from '@courtyard/records';
import { Announcement } from './announcement.entity.js';

const STANDING = { state: 'standing' } as const;

/** Who may announce to whom is said by the groups themselves: `announce` of organisation, department and community. */
export const announcementPolicy = definePolicy(
  Announcement,
  ['read', 'announce', 'acknowledge', 'count', 'remind', 'close', 'reckon'],
  ({ can, errand }) => {
    can(['read', 'acknowledge'], { ...STANDING, audienceKeys: { any: keys } });
    can('read', { authorId: me });
    can(['announce', 'close'], { authorId: me });
    can(['count', 'remind'], { ...STANDING, authorId: me });
    can('reckon', everyRow('a number in tens, told to its author, who is judged by the row'));
    errand('restore_ledger', 'close', STANDING);
  },
);

concernsPerson(announcementPolicy, 'authorId');

reachedByKeys(announcementPolicy, {
  keys: 'audienceKeys',
  order: 'announcedId',
  when: { property: 'state', equals: 'standing' },
  index: 'announcement_audience',
  idColumn: 'announcement_id',
});
