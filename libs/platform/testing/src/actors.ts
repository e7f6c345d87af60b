import { ActorFacts, type EmployeeActor, type FactValue } from '@courtyard/access';
import { v7 as newId } from 'uuid';

/** A signed-in employee as policies see them, for tests that need no session. */
export function employeeActor(
  known: {
    organisationId?: string;
    me?: string;
    keys?: readonly string[];
    roles?: readonly string[];
    /** Roles that were given newly, and rest. */
    resting?: readonly string[];
    facts?: Readonly<Record<string, FactValue>>;
  } = {},
): EmployeeActor {
  const me = known.me ?? newId();
  return {
    kind: 'employee',
    organisationId: known.organisationId ?? newId(),
    employeeId: me,
    accountId: newId(),
    sessionId: newId(),
    requestId: newId(),
    roles: new Set(['employee', ...(known.roles ?? [])]),
    offices: new Set((known.roles ?? []).filter((role) => !known.resting?.includes(role))),
    facts: new ActorFacts({ me, keys: known.keys ?? [], ...known.facts }),
  };
}

/** The same person in a request of its own: loaders and what they remember start anew. */
export function nextRequest(actor: EmployeeActor): EmployeeActor {
  return { ...actor, requestId: newId() };
}
