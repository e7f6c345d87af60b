import type { Write } from '@courtyard/records';
import { APPROVER_ROLES, type Role } from '../role.js';
import { officePolicy } from './office.policy.js';

/**
 * Notes the role that approves among those which somebody has by now, as part of the write that gave it. Without this row the
 * role approves nothing. One that is held already goes on; one that was taken away ended with it.
 */
export async function noteOffice(write: Write, employeeId: string, roles: readonly string[]): Promise<void> {
  const role = APPROVER_ROLES.find((one: Role) => roles.includes(one));
  if (role === undefined) return;
  const { actor } = write;
  const givenBy = actor.kind === 'employee' ? actor.employeeId : null;
  await write.createIfAbsent(officePolicy, 'give', { employeeId, role, givenBy });
}
