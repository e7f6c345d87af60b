import { CourtyardError } from '@courtyard/errors';
import type { Write } from '@courtyard/records';
import { AudiencePartKind } from '../audience/audience.entity.js';
import { AudienceKeys, type Group } from '../audience/audience-keys.js';
import type { Department } from '../department/department.entity.js';
import { departmentPolicy } from '../department/department.policy.js';
import { foldedName } from '../name.js';
import { noteOffice } from '../office/giving.js';
import { Role } from '../role.js';
import { keptText, keptTextOrNull } from '../text.js';
import { EmployeeKind, type EmployeeStatus } from './employee.entity.js';
import { employeePolicy } from './employee.policy.js';
import { groupsOf } from './standing.js';

export interface Newcomer {
  /** A UUIDv7, made by the caller. */
  readonly id: string;
  readonly name: string;
  readonly title?: string | null;
  readonly pronouns?: string | null;
  readonly bio?: string | null;
  readonly kind?: EmployeeKind;
  readonly departmentId?: string | null;
  /** Besides `employee`, which every employee has. */
  readonly roles?: readonly Role[];
  readonly status?: EmployeeStatus;
  readonly importedFrom?: string | null;
}

/**
 * Takes somebody into the directory with the keys of where they stand: one part of the write of whoever hires or imports.
 * @throws auth.forbidden, not_found for a department that is not there, input.invalid
 */
export async function hire(write: Write, newcomer: Newcomer): Promise<void> {
  const row = rowOf(newcomer);
  const { id, name, kind, departmentId, status } = row;
  const { organisationId } = write.actor;
  const department = await departmentOf(write, departmentId);
  await write.create(employeePolicy, 'hire', row);
  if (status === 'active') await noteOffice(write, id, row.roles);
  await AudienceKeys.create(write, AudiencePartKind.person, id, name);
  if (status === 'active') await stand(write, id, groupsOf({ id, kind, organisationId }, department));
}

/** The row of somebody who comes; its columns are the same for all. @throws input.invalid */
export function rowOf(newcomer: Newcomer) {
  const { id, kind = EmployeeKind.employee, departmentId = null, status = 'active' } = newcomer;
  const name = keptText(newcomer.name, { field: 'name', most: 200 });
  return {
    id,
    name,
    ...foldedName(name),
    title: keptTextOrNull(newcomer.title ?? null, { field: 'title', most: 200 }),
    pronouns: keptTextOrNull(newcomer.pronouns ?? null, { field: 'pronouns', most: 60 }),
    bio: keptTextOrNull(newcomer.bio ?? null, { field: 'bio', most: 2_000, lines: true }),
    kind,
    departmentId,
    status,
    roles: kind === EmployeeKind.employee ? [Role.employee, ...(newcomer.roles ?? [])] : [],
    importedFrom: newcomer.importedFrom ?? null,
  };
}

/** Gives somebody the keys of groups that exist. */
export async function stand(write: Write, employeeId: string, groups: readonly Group[]): Promise<void> {
  const keys = await AudienceKeys.of(write, groups);
  await AudienceKeys.grant(
    write,
    [employeeId],
    keys.filter((key) => key !== null),
  );
}

/** @throws not_found */
export async function departmentOf(write: Write, departmentId: string | null): Promise<Department | null> {
  if (departmentId === null) return null;
  const [department] = await write.load(departmentPolicy, 'read', [departmentId]);
  if (!department) throw new CourtyardError('not_found');
  return department;
}
