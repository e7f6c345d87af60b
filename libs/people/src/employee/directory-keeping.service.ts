import './employee.errors.js';
import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { SessionService } from '@courtyard/identity';
import { Gate, type Write } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { AudienceKeys } from '../audience/audience-keys.js';
import { noteOffice } from '../office/giving.js';
import { organisationPolicy } from '../organisation/organisation.policy.js';
import { APPROVER_ROLES, Role } from '../role.js';
import { type Employee, EmployeeKind } from './employee.entity.js';
import { employeePolicy } from './employee.policy.js';
import { departmentOf, stand } from './hiring.js';
import { groupsOf, without } from './standing.js';

/** Ends what ends with a person's leaving, as part of the write that ends their access. */
export type Ending = (write: Write, employeeId: string) => Promise<void>;

/** What administrators do with the directory. Keys change in the transaction of what they follow from, removals first. */
@Injectable()
export class DirectoryKeeping {
  private readonly endings: Ending[] = [];

  constructor(
    private readonly gate: Gate,
    private readonly sessions: SessionService,
  ) {}

  /** Lets another library end what ends with a person's leaving, in the transaction of it. */
  whenLeaving(ending: Ending): void {
    this.endings.push(ending);
  }

  /**
   * A role that approves is newly given then, unless the person had it: it rests before it counts (docs/decisions/0032).
   * @param roles all that the person has afterwards; `employee` goes without saying
   * @throws employee.one_approver_role, employee.last_administrator, employee.roles_need_employment, not_found
   */
  async changeRoles(actor: EmployeeActor, employeeId: string, roles: readonly Role[]): Promise<Employee> {
    const after = [...new Set([Role.employee, ...roles])];
    if (after.filter((role) => APPROVER_ROLES.includes(role)).length > 1)
      throw new CourtyardError('employee.one_approver_role');
    return this.keep(actor, 'changeRoles', employeeId, async (write) => {
      await takeCharge(write);
      if (!after.includes(Role.administrator)) await assertAnotherAdministrator(write, employeeId);
      await write.change(employeePolicy, 'change_roles', employeeId, ({ kind }) => {
        if (kind !== EmployeeKind.employee) throw new CourtyardError('employee.roles_need_employment');
        return { roles: after };
      });
      await noteOffice(write, employeeId, after);
      await write.emit('access.changed', { employeeIds: [employeeId] });
    });
  }

  /** Moves somebody to another department, or to none. @throws not_found */
  transfer(actor: EmployeeActor, employeeId: string, departmentId: string | null): Promise<Employee> {
    return this.keep(actor, 'transferEmployee', employeeId, async (write) => {
      const before = await write.get(employeePolicy, 'transfer', employeeId);
      const to = await departmentOf(write, departmentId);
      const from = await departmentOf(write, before.departmentId);
      await write.change(employeePolicy, 'transfer', employeeId, { departmentId });
      if (before.status !== 'active') return;
      const left = without(groupsOf(before, from), groupsOf(before, to));
      const keys = await AudienceKeys.of(write, left);
      await AudienceKeys.revoke(
        write,
        [employeeId],
        keys.filter((key) => key !== null),
      );
      await stand(write, employeeId, groupsOf(before, to));
    });
  }

  /** Ends somebody's access at once. What they wrote stays, under their name. @throws employee.last_administrator */
  deactivate(actor: EmployeeActor, employeeId: string): Promise<Employee> {
    return this.keep(actor, 'deactivateEmployee', employeeId, async (write) => {
      await takeCharge(write);
      await assertAnotherAdministrator(write, employeeId);
      await write.change(employeePolicy, 'deactivate', employeeId, { status: 'deactivated' });
      await AudienceKeys.revokeEverything(write, [employeeId]);
      await this.sessions.shutOut(write, employeeId);
      for (const end of this.endings) await end(write, employeeId);
    });
  }

  /** Lets somebody in again, with the keys of where they stand. Communities take them back themselves; a role that approves rests anew. */
  reactivate(actor: EmployeeActor, employeeId: string): Promise<Employee> {
    return this.keep(actor, 'reactivateEmployee', employeeId, async (write) => {
      const employee = await write.change(employeePolicy, 'reactivate', employeeId, { status: 'active' });
      await noteOffice(write, employeeId, employee.roles);
      const department = await departmentOf(write, employee.departmentId);
      await stand(write, employeeId, groupsOf(employee, department));
      await write.emit('access.changed', { employeeIds: [employeeId] });
    });
  }

  private async keep(
    actor: EmployeeActor,
    operation: string,
    employeeId: string,
    work: (write: Write) => Promise<void>,
  ): Promise<Employee> {
    await this.gate.write(actor, operation, work);
    return this.gate.get(actor, employeePolicy, 'read', employeeId);
  }
}

/**
 * Two administrators who dismiss each other at the same moment wait for each other here, and the second finds that they are
 * none any more: a dismissed one must not make a friend administrator with a request that was under way.
 * @throws auth.forbidden, auth.signed_out
 */
async function takeCharge(write: Write): Promise<void> {
  const { organisationId } = write.actor;
  const organisation = await write.get(organisationPolicy, 'keep_administered', { organisationId });
  await write.confirm(organisationPolicy, 'keep_administered', organisation);
}

/** @throws employee.last_administrator */
async function assertAnotherAdministrator(write: Write, employeeId: string): Promise<void> {
  const administrators = await write.list(employeePolicy, 'change_roles', {
    where: { roles: { has: Role.administrator }, status: 'active' },
    order: { by: 'nameFolded', direction: 'asc' },
    first: 2,
  });
  if (administrators.every(({ id }) => id === employeeId))
    throw new CourtyardError('employee.last_administrator');
}
