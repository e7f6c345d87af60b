import type { Write } from '@courtyard/records';
import { v7 as newId } from 'uuid';
import { EmployeeKind } from '../employee/employee.entity.js';
import { employeeSourcePolicy } from '../employee/employee-source.policy.js';
import { enlist } from '../employee/enlisting.js';
import { organisationPolicy } from '../organisation/organisation.policy.js';

const KEY = 'courtyard:nobody';

/**
 * In whose name an empty post keeps the thread below it when its author had it erased: a former integration without a word
 * in its name, so that no search finds it and no text names it. One for each organisation, made when it is first needed.
 */
export async function nobodyOf(write: Write): Promise<string> {
  // One at a time, as imports do.
  await write.get(organisationPolicy, 'read', { organisationId: write.actor.organisationId });
  const [known] = await write.loadBy(employeeSourcePolicy, 'read', 'sourceKey', [KEY]);
  if (known) return known.employeeId;
  const id = newId();
  await enlist(write, [{ sourceKey: KEY, id, name: '—', kind: EmployeeKind.integration, status: 'former' }]);
  return id;
}
