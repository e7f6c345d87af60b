import { allows, type EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { along, type Companion, Gate } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { departmentPolicy } from '../department/department.policy.js';
import { Employee } from './employee.entity.js';
import { employeePolicy } from './employee.policy.js';
import { FieldAudience } from './guarded-field.js';

/**
 * People as they are named beside what they wrote or may read. To whom the directory is closed, and about those who left, it
 * tells name, title and kind, and nothing more: no photo either, which its address would not show them.
 *
 * Call it with ids from rows that the actor was let through to, never with an id from a request: being able to name
 * somebody must follow from a thing one may see.
 */
@Injectable()
export class Introductions {
  /** Lets the people whom a list names come along with it, each with their department: see `Companion` of records. */
  static along(by: string): Companion {
    return along.one(by, employeePolicy, 'name', [along.one('departmentId', departmentPolicy, 'name')]);
  }

  /** The same for a property that names several people, by their names alone. */
  static alongAll(by: string): Companion {
    return along.each(by, employeePolicy, 'name');
  }

  constructor(private readonly gate: Gate) {}

  /** What a card shows, and nothing more of the row. Batched per request. Null for an id that is nobody's in this organisation. */
  async of(actor: EmployeeActor, employeeId: string): Promise<Employee | null> {
    const employee = await this.gate.load(actor, employeePolicy, 'name', employeeId);
    return employee && this.narrow(actor, employee);
  }

  /** What a card did not bring along of somebody who was named; themself where nothing is missing. @throws not_found */
  async whole(actor: EmployeeActor, named: Employee): Promise<Employee> {
    if (named.version !== undefined) return named;
    const employee = await this.gate.load(actor, employeePolicy, 'introduce', named.id);
    if (!employee) throw new CourtyardError('not_found');
    return this.narrow(actor, employee);
  }

  /** The row itself where the actor may read it, else its card. */
  narrow(actor: EmployeeActor, employee: Employee): Employee {
    if (allows(employeePolicy, actor, 'read', employee)) return employee;
    const { organisationId, id, name, nameFolded, nameWords, title, kind } = employee;
    return Object.assign(new Employee(), NOTHING_MORE, {
      organisationId,
      id,
      name,
      nameFolded,
      nameWords,
      title,
      kind,
    });
  }
}

/** What a card does not tell, as if the person had told nothing. */
const NOTHING_MORE: Partial<Employee> = Object.freeze({
  pronouns: null,
  bio: null,
  departmentId: null,
  status: 'former',
  roles: [],
  version: 0,
  mobilePhoneAudience: FieldAudience.only_me,
  mobilePhoneFilled: false,
  birthdayAudience: FieldAudience.only_me,
  birthdayFilled: false,
  privateLocationAudience: FieldAudience.only_me,
  privateLocationFilled: false,
  importedFrom: null,
  createdAt: '1970-01-01T00:00:00Z',
  photoToken: null,
});
