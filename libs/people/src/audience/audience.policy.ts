import { definePolicy, everyRow, me } from '@courtyard/access';
import { AudienceGroup, AudiencePartKind } from './audience.entity.js';

const { circle, ...OTHERS } = AudiencePartKind;

/**
 * Keys are numbers until somebody is let through to what carries them. Describing is open to all, because who may see a
 * thing may see whom it is addressed to; a key that came from a client is refused before it gets here.
 *
 * What was described is told only where it may be named as well: a circle is known to its owner alone. It is an action of its own, so
 * that the row of a group is the same for all who may see a thing, and is read once for all of them (docs/decisions/0043).
 */
export const audiencePolicy = definePolicy(
  AudienceGroup,
  ['describe', 'name', 'open', 'rename', 'rest', 'draw', 'redraw'],
  ({ can, errand, unrecorded }) => {
    can('describe', everyRow('who may see a thing may see whom it is addressed to'));
    can('name', { kind: { in: Object.values(OTHERS) } });
    can('name', { kind: circle, ownerId: me });
    // Follows from a circle that the same write draws or changes, where it is judged by its own policy.
    can(['draw', 'redraw'], { kind: circle, ownerId: me }, { roles: ['employee'] });
    unrecorded(['draw', 'redraw'], 'a circle is known to its owner alone, in the log, too');
    errand('leave_circles', ['describe', 'redraw'], { kind: circle });
    // Follows from a community that the same write founded or changed, where it is judged by its own policy.
    can(['open', 'rename', 'rest'], { kind: 'community' }, { roles: ['employee'] });
    can(
      ['open', 'rename'],
      { kind: { in: ['department', 'department_below', 'person'] } },
      {
        roles: ['administrator'],
      },
    );
    can('rename', { kind: 'person', groupId: me });
    errand('keep_communities', ['describe', 'open', 'rest'], { kind: 'community' });
    errand(
      'found_organisation',
      ['describe', 'open'],
      everyRow('the first groups come with the organisation'),
    );
    errand('disclose_dry_run', 'describe', { kind: 'organisation' });
    errand('erase_moved_in', ['describe', 'open'], { kind: { in: ['organisation', 'person'] } });
    errand('import', ['describe', 'open', 'rename', 'rest'], everyRow('an import brings groups and people'));
  },
);
