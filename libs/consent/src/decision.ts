import './consent.errors.js';
import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import type { Role } from '@courtyard/people';
import { ProposalStatus } from './recipient/recipient.entity.js';
import { DECIDING_ROLES, PROPOSING_ROLES } from './roles.js';

interface Proposal {
  readonly status: ProposalStatus;
  readonly proposedBy: string;
  readonly proposedRole: Role;
}

/** The role in which somebody proposes. A person has one approver role at most. @throws auth.forbidden */
export function proposingRole(actor: EmployeeActor): Role {
  const role = PROPOSING_ROLES.find((one) => actor.roles.has(one));
  if (!role) throw new CourtyardError('auth.forbidden');
  return role;
}

/**
 * The role in which somebody decides what was proposed: another person, and another role. The policy asks the role, the
 * table both.
 * @throws recipient.already_decided, recipient.two_roles
 */
export function decidingRole(actor: EmployeeActor, proposal: Proposal): Role {
  if (proposal.status !== ProposalStatus.proposed) throw new CourtyardError('recipient.already_decided');
  const role = DECIDING_ROLES.find((one) => actor.roles.has(one));
  if (!role || role === proposal.proposedRole || actor.employeeId === proposal.proposedBy)
    throw new CourtyardError('recipient.two_roles');
  return role;
}
