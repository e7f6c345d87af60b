import { definePolicy, everyRow, me } from '@courtyard/access';
import { DECIDING_ROLES, PROPOSING_ROLES } from '../roles.js';
import { ConsentPolicy, PurposeProposal, PurposeSetting } from './purpose.entity.js';

const COLLEAGUES = { roles: ['employee'] };
const CHARTER = everyRow('the charter: everybody sees for which purposes anything is used');

export const purposeSettingPolicy = definePolicy(
  PurposeSetting,
  ['read', 'switch_off', 'switch_on'],
  ({ can }) => {
    can('read', CHARTER, COLLEAGUES);
    can('switch_off', everyRow('narrowing takes one role'), { roles: DECIDING_ROLES });
    can('switch_on', everyRow('widening takes a proposal of another office'), { offices: DECIDING_ROLES });
  },
);

export const purposeProposalPolicy = definePolicy(
  PurposeProposal,
  ['read', 'propose', 'decide', 'drop'],
  ({ can }) => {
    can('read', CHARTER, COLLEAGUES);
    for (const role of PROPOSING_ROLES)
      can('propose', { proposedBy: me, proposedRole: role }, { offices: [role] });
    for (const role of DECIDING_ROLES) {
      const others = PROPOSING_ROLES.filter((other) => other !== role);
      can('decide', { proposedRole: { in: others } }, { offices: [role] });
    }
    can('drop', everyRow('narrowing takes one role'), { roles: DECIDING_ROLES });
  },
);

export const consentPolicyPolicy = definePolicy(ConsentPolicy, ['read'], ({ can }) => {
  can('read', CHARTER, COLLEAGUES);
});
