import { definePolicy, everyRow, me } from '@courtyard/access';
import { AudienceGroup } from './audience.entity.js';

/**
 * Keys are numbers until somebody is let through to what carries them. Describing is open to all, because who may see a
 * thing may see whom it is addressed to; a key that came from a client is refused before it gets here.
 */
export const audiencePolicy = definePolicy(
  AudienceGroup,
  ['describe', 'open', 'rename', 'rest'],
  ({ can, errand }) => {
    can('describe', everyRow('who may see a thing may see whom it is addressed to'));
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
