import { allows, type EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Gate } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import type { Employee } from './employee.entity.js';
import { EMPLOYEE_REVISED } from './employee.events.js';
import type { SetGuardedFieldInput } from './employee.input.js';
import { employeePolicy } from './employee.policy.js';
import type { GuardedFieldState, RevealedField } from './employee.view.js';
import { FieldAudience, GUARDED, GuardedField } from './guarded-field.js';
import { guardedValue } from './guarded-value.js';

/** Fields whose owner says who may ask for them, and which are told on a recorded request only. */
@Injectable()
export class GuardedFieldService {
  constructor(private readonly gate: Gate) {}

  /** Sets one of the actor's own guarded fields, and who may reveal it. @throws input.invalid */
  async set(actor: EmployeeActor, { field, value, audience }: SetGuardedFieldInput): Promise<Employee> {
    const { property, audience: audienceProperty } = GUARDED[field];
    const changes: Partial<Employee> = { [audienceProperty]: audience };
    if (value !== undefined) changes[property] = value === null ? null : guardedValue(field, value);
    await this.gate.write(actor, 'setGuardedField', async (write) => {
      await write.change(employeePolicy, 'set_guarded', actor.employeeId, changes);
      await write.emit(EMPLOYEE_REVISED, { employeeId: actor.employeeId });
    });
    return this.gate.get(actor, employeePolicy, 'read', actor.employeeId);
  }

  /**
   * One guarded field of one person, recorded before it is read. An empty field is not found.
   * @throws not_found, auth.forbidden; server.unavailable when the record cannot be stored
   */
  async reveal(actor: EmployeeActor, employeeId: string, field: GuardedField): Promise<RevealedField> {
    const { reveal, property, fieldNo } = GUARDED[field];
    const value = await this.gate.reveal(actor, employeePolicy, reveal, employeeId, property, fieldNo);
    if (typeof value !== 'string') throw new CourtyardError('not_found');
    return { field, value };
  }

  /**
   * What the actor may know about somebody's guarded fields without asking for them. A field they may not reveal looks like
   * one that is empty: neither that it is filled nor whom it is open to is theirs to know.
   */
  statesOf(actor: EmployeeActor, employee: Employee): GuardedFieldState[] {
    return Object.values(GuardedField).map((field) => {
      const { reveal, audience, filled } = GUARDED[field];
      const own = employee.id === actor.employeeId;
      const open = allows(employeePolicy, actor, reveal, employee) && employee[filled];
      return {
        field,
        filled: open,
        audience: own || open ? employee[audience] : FieldAudience.only_me,
        mayReveal: open,
      };
    });
  }
}
