import { definePolicy, everyRow, me } from '@courtyard/access';
import { DECIDING_ROLES, PROPOSING_ROLES } from '../roles.js';
import { ProposalStatus, Recipient } from './recipient.entity.js';

const COLLEAGUES = { roles: ['employee'] };

/** A role decides what another role proposed; that it is another person, too, is asked when they do, and by the table. */
export const recipientPolicy = definePolicy(
  Recipient,
  ['read', 'propose', 'decide', 'retire', 'weigh'],
  ({ can, errand }) => {
    can('read', everyRow('the charter: everybody sees to whom anything may go'), COLLEAGUES);
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
    errand(
      'consent_asking',
      'weigh',
      everyRow('whether somebody is asked again about one group of recipients'),
    );
  },
);
