import { definePolicy, everyRow, me } from '@courtyard/access';
import { PROPOSING_ROLES } from '../roles.js';
import { ConsentRequest, ConsentRequestedField } from './consent-request.entity.js';

const COLLEAGUES = { roles: ['employee'] };

/** What is asked is no secret of the house. Who was asked, and what they said, is theirs alone: see `ConsentAsk`. */
export const consentRequestPolicy = definePolicy(
  ConsentRequest,
  ['read', 'ask', 'put', 'close'],
  ({ can, errand }) => {
    can('read', everyRow('the charter: everybody sees what is asked of people'), COLLEAGUES);
    for (const role of PROPOSING_ROLES) can('ask', { createdBy: me, createdRole: role }, { roles: [role] });
    errand('consent_asking', ['read', 'put'], everyRow('a card is put to its audience portion by portion'));
    errand('consent_keeping', ['read', 'close'], everyRow('a card ends with its recipient or its opening'));
  },
);

export const consentRequestedFieldPolicy = definePolicy(
  ConsentRequestedField,
  ['read', 'ask'],
  ({ can, errand }) => {
    can('read', everyRow('the charter: everybody sees what is asked of people'), COLLEAGUES);
    can('ask', everyRow('the fields of a card that the same write created'), { roles: PROPOSING_ROLES });
    errand('consent_keeping', 'read', everyRow('a card ends with its opening'));
  },
);
