import { definePolicy, everyRow, me } from '@courtyard/access';
import { ProposalStatus } from '../recipient/recipient.entity.js';
import { DECIDING_ROLES, PROPOSING_ROLES } from '../roles.js';
import { Opening } from './opening.entity.js';

const COLLEAGUES = { roles: ['employee'] };

export const openingPolicy = definePolicy(Opening, ['read', 'propose', 'decide', 'retire'], ({ can }) => {
  can('read', everyRow('the charter: everybody sees what may be asked for'), COLLEAGUES);
  for (const role of PROPOSING_ROLES)
    can(
      'propose',
      { proposedBy: me, proposedRole: role, status: ProposalStatus.proposed },
      { offices: [role] },
    );
  for (const role of DECIDING_ROLES) {
    const others = PROPOSING_ROLES.filter((other) => other !== role);
    can('decide', { status: ProposalStatus.proposed, proposedRole: { in: others } }, { offices: [role] });
  }
  can(
    'retire',
    { status: { in: [ProposalStatus.proposed, ProposalStatus.active] } },
    { roles: DECIDING_ROLES },
  );
});
