import { AudiencePartKind } from '../audience/audience.entity.js';
import type { Group } from '../audience/audience-keys.js';
import type { Department } from '../department/department.entity.js';
import { type Employee, EmployeeKind } from './employee.entity.js';

/**
 * The groups whose keys somebody holds by where they stand: themself; and for employees the organisation, their department,
 * and "and below" of it and of each department above. Guests and integrations hold no key of the house, whatever department
 * they are listed under: they see what they are added to.
 */
export function groupsOf(
  { id, kind, organisationId }: Pick<Employee, 'id' | 'kind' | 'organisationId'>,
  department: Pick<Department, 'id' | 'ancestors'> | null,
): Group[] {
  const self = { kind: AudiencePartKind.person, id };
  if (kind !== EmployeeKind.employee) return [self];
  const own = department
    ? [
        { kind: AudiencePartKind.department, id: department.id },
        ...[...department.ancestors, department.id].map((above) => ({
          kind: AudiencePartKind.department_below,
          id: above,
        })),
      ]
    : [];
  return [self, { kind: AudiencePartKind.organisation, id: organisationId }, ...own];
}

/** What of `before` is not in `after`. */
export function without(before: readonly Group[], after: readonly Group[]): Group[] {
  return before.filter((group) => !after.some(({ kind, id }) => kind === group.kind && id === group.id));
}
