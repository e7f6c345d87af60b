import { type EmployeeActor, keys } from '@courtyard/access';
import type { Gate } from '@courtyard/records';
import { AudiencePartKind } from '../audience/audience.entity.js';
import { audiencePolicy } from '../audience/audience.policy.js';
import { Role } from '../role.js';
import type { Employee } from './employee.entity.js';
import { employeePolicy } from './employee.policy.js';

/** Few guests hold more keys; who does finds those of the first. */
const MOST_SHARED = 1_000;

/**
 * Those of these people whom the actor finds in the directory, by card: an employee whoever works here, a guest those with whom they
 * share a community. Whom they do not find and who is not there are alike. At most 100 ids.
 */
export async function findableAmong(
  gate: Gate,
  actor: EmployeeActor,
  ids: readonly string[],
): Promise<readonly Employee[]> {
  if (ids.length === 0) return [];
  if (actor.roles.has(Role.employee)) return gate.loadBy(actor, employeePolicy, 'address', 'id', ids);
  const shared = await sharedByGuest(gate, actor);
  if (shared.length === 0) return [];
  const found = await gate.list(actor, employeePolicy, 'introduce', {
    where: { id: { in: ids }, status: 'active' },
    heldBy: { keys: shared, few: true },
    order: { by: 'nameFolded', direction: 'asc' },
    first: 100,
    after: null,
  });
  return found.rows;
}

/**
 * The keys of the communities that a guest is in: its members see who is in it. Not of circles, of which they may not know;
 * nobody's for an employee, to whom the directory is open.
 */
export async function sharedByGuest(gate: Gate, actor: EmployeeActor): Promise<string[]> {
  if (actor.roles.has(Role.employee)) return [];
  const held = [...actor.facts.set(keys)].slice(0, MOST_SHARED);
  const groups = await gate.loadBy(actor, audiencePolicy, 'describe', 'key', held);
  return groups.filter(({ kind }) => kind === AudiencePartKind.community).map(({ key }) => key);
}
