import './consent.errors.js';
import { type EmployeeActor, officeFrom } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import type { Role } from '@courtyard/people';
import { ProposalStatus } from './recipient/recipient.entity.js';
import { DECIDING_ROLES, PROPOSING_ROLES } from './roles.js';

interface Proposal {
  readonly status: ProposalStatus;
  readonly proposedBy: string;
  readonly proposedRole: Role;
}

/**
 * The office in which somebody acts: a role of theirs that rests no more. A person has one that approves at most.
 * @throws auth.office_rests with `from`, auth.forbidden
 */
export function officeOf(actor: EmployeeActor, among: readonly Role[]): Role {
  const office = among.find((one) => actor.offices.has(one));
  if (office) return office;
  const from = actor.facts.single(officeFrom);
  const rests = from !== null && among.some((one) => actor.roles.has(one));
  throw rests ? new CourtyardError('auth.office_rests', { from }) : new CourtyardError('auth.forbidden');
}

/** The office in which somebody proposes. @throws auth.office_rests, auth.forbidden */
export function proposingOffice(actor: EmployeeActor): Role {
  return officeOf(actor, PROPOSING_ROLES);
}

/** The role in which somebody asks people, which widens nothing: it need not have rested. @throws auth.forbidden */
export function askingRole(actor: EmployeeActor): Role {
  const role = PROPOSING_ROLES.find((one) => actor.roles.has(one));
  if (!role) throw new CourtyardError('auth.forbidden');
  return role;
}

/**
 * The office in which somebody decides what was proposed: another person, and another role. The policy asks the office, the
 * table both.
 * @throws recipient.already_decided, recipient.two_roles, auth.office_rests
 */
export function decidingOffice(actor: EmployeeActor, proposal: Proposal): Role {
  if (proposal.status !== ProposalStatus.proposed) throw new CourtyardError('recipient.already_decided');
  const role = DECIDING_ROLES.find((one) => actor.roles.has(one));
  if (!role || role === proposal.proposedRole || actor.employeeId === proposal.proposedBy)
    throw new CourtyardError('recipient.two_roles');
  return officeOf(actor, [role]);
}
