import type { Write } from '@courtyard/records';
import type { ImportSource } from './import-source.js';
import { movedInPolicy } from './moved-in.policy.js';

/** By whom imports are run: somebody at the machine, without an account. */
export const IMPORTED_BY = 'operator';

/**
 * Notes of whom an import brings something, in the write that brings it, so that they are told at their next sign-in; also
 * whoever was told before, because there is more now.
 */
export async function noteMovedIn(
  write: Write,
  source: ImportSource,
  employeeIds: readonly string[],
  profile = false,
): Promise<void> {
  if (employeeIds.length === 0) return;
  const at = new Date().toISOString();
  const ids = [...new Set(employeeIds)];
  const rows = ids.map((employeeId) => ({ employeeId, source, at, byRole: IMPORTED_BY, profile }) as const);
  const created = await write.createMany(movedInPolicy, 'note', rows);
  const fresh = new Set(created.map(({ employeeId }) => employeeId));
  const known = ids.filter((id) => !fresh.has(id));
  if (known.length === 0) return;
  const of = { employeeId: { in: known }, source };
  await write.changeAll(movedInPolicy, 'note', of, { at, byRole: IMPORTED_BY, acknowledgedAt: null });
}
