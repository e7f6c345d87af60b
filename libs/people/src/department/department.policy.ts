import { definePolicy, everyRow } from '@courtyard/access';
import { outlined } from '@courtyard/records';
import { Department } from './department.entity.js';

export const departmentPolicy = definePolicy(
  Department,
  ['read', 'name', 'address', 'announce', 'create', 'move'],
  ({ can, errand }) => {
    can(['read', 'name', 'address'], everyRow('colleagues know how the organisation is divided'), {
      roles: ['employee'],
    });
    can('announce', everyRow('administrators speak for the house'), { roles: ['administrator'] });
    can(['create', 'move'], everyRow('administrators keep the tree'), { roles: ['administrator'] });
    errand('import', ['read', 'create'], everyRow('an import brings the tree of the old network'));
    errand(
      'found_organisation',
      ['read', 'create'],
      everyRow('the first departments come with the organisation'),
    );
  },
);

// Beside somebody's name stands no more than this of where they work.
outlined(departmentPolicy, 'name', ['id', 'name', 'color', 'parentId']);
