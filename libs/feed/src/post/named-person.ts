import type { EmployeeActor } from '@courtyard/access';
import { parseNodeId } from '@courtyard/graphql';
import { Employee } from '@courtyard/people';
import type { Write } from '@courtyard/records';

/** Whom a post is made to beside its audience. Nobody, something else, and oneself are all null. */
export function namedBesides(actor: EmployeeActor, nodeId: string): string | null {
  const named = parseNodeId(nodeId);
  return named?.entity === Employee && named.id !== actor.employeeId ? named.id : null;
}

/**
 * Holds until the write ends that these keys reach somebody; whoever is in no audience that the author may address is not reached, as
 * nobody is not. Ask before any other lock on people: both are locked at once, in one order for all.
 */
export async function holdReached(
  write: Write,
  keys: readonly string[],
  { authorId, toId }: { readonly authorId: string; readonly toId: string },
): Promise<boolean> {
  return (await write.holdingsHeld(keys, [authorId, toId])).has(toId);
}
