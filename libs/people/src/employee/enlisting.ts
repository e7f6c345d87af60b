import type { Write } from '@courtyard/records';
import { AudiencePartKind } from '../audience/audience.entity.js';
import { AudienceKeys } from '../audience/audience-keys.js';
import { EmployeeKind } from './employee.entity.js';
import { employeePolicy } from './employee.policy.js';
import { employeeSourcePolicy } from './employee-source.policy.js';
import { type Newcomer, rowOf } from './hiring.js';

/** Somebody whom an import brings, under the key it knows them by. They come without department and without roles. */
export interface Enlisted extends Omit<Newcomer, 'departmentId' | 'roles'> {
  readonly sourceKey: string;
}

/**
 * Takes many people into the directory as `hire` does one, in a few statements. Nobody gets an account by it.
 * @throws auth.forbidden, input.invalid
 */
export async function enlist(write: Write, newcomers: readonly Enlisted[]): Promise<void> {
  const { organisationId } = write.actor;
  const rows = newcomers.map(({ sourceKey: _, ...newcomer }) => rowOf(newcomer));
  await write.createMany(employeePolicy, 'hire', rows);
  await write.createMany(
    employeeSourcePolicy,
    'remember',
    newcomers.map(({ sourceKey, id }) => ({ sourceKey, employeeId: id })),
  );
  const keys = await AudienceKeys.createAll(
    write,
    rows.map(({ id, name }) => ({ kind: AudiencePartKind.person, id, name })),
  );
  const active = rows.filter(({ status }) => status === 'active');
  const keyOf = new Map(rows.map(({ id }, at) => [id, keys[at] as string]));
  await AudienceKeys.grantToNewcomers(
    write,
    active.map(({ id }) => ({ employeeId: id, key: keyOf.get(id) as string })),
  );
  const [house] = await AudienceKeys.of(write, [{ kind: AudiencePartKind.organisation, id: organisationId }]);
  const colleagues = active.filter(({ kind }) => kind === EmployeeKind.employee).map(({ id }) => id);
  if (house && colleagues.length > 0) await AudienceKeys.grant(write, colleagues, house);
}
