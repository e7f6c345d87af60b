import { definePolicy, everyRow } from '@courtyard/access';
import { Organisation } from './organisation.entity.js';

export const organisationPolicy = definePolicy(
  Organisation,
  ['read', 'address', 'announce', 'keep_administered', 'found'],
  ({ can, errand }) => {
    can('read', everyRow('everybody in an organisation may know its name'));
    can('address', everyRow('colleagues may write to all colleagues'), { roles: ['employee'] });
    can('announce', everyRow('administrators speak for the house'), { roles: ['administrator'] });
    // Nothing is changed by it: whoever changes roles locks the organisation first, so that somebody stays in charge.
    can('keep_administered', everyRow('administrators change roles one at a time'), {
      roles: ['administrator'],
    });
    errand('found_organisation', ['read', 'found'], everyRow('an organisation begins with nobody in it'));
    errand('sign_in', ['read'], everyRow('the door says whose house it is'));
    errand('erase_moved_in', ['read'], everyRow('one at a time makes the name that stands for nobody'));
    errand('import', ['read'], everyRow('an import names the organisation it fills'));
  },
);
