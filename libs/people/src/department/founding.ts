import './department.errors.js';
import { CourtyardError } from '@courtyard/errors';
import type { Write } from '@courtyard/records';
import { AudiencePartKind } from '../audience/audience.entity.js';
import { AudienceKeys } from '../audience/audience-keys.js';
import { departmentOf } from '../employee/hiring.js';
import { foldedName } from '../name.js';
import { keptText } from '../text.js';
import { departmentPolicy } from './department.policy.js';

const DEEPEST = 20;
const COLORS = 12;

export interface NewDepartment {
  /** A UUIDv7, made by the caller. */
  readonly id: string;
  readonly name: string;
  readonly parentId?: string | null;
}

/**
 * Makes a department with its two keys: its own, and "and below". Nobody is in it yet.
 * @throws auth.forbidden, not_found for the parent, department.too_deep, input.invalid
 */
export async function foundDepartment(write: Write, { id, name, parentId }: NewDepartment): Promise<void> {
  const kept = keptText(name, { field: 'name', most: 120 });
  const parent = await departmentOf(write, parentId ?? null);
  const ancestors = parent ? [...parent.ancestors, parent.id] : [];
  if (ancestors.length > DEEPEST) throw new CourtyardError('department.too_deep');
  await write.create(departmentPolicy, 'create', {
    id,
    parentId: parent?.id ?? null,
    name: kept,
    ...foldedName(kept),
    color: await freeColor(write, colorOf(kept)),
    ancestors,
  });
  await AudienceKeys.createAll(write, [
    { kind: AudiencePartKind.department, id, name: kept },
    { kind: AudiencePartKind.department_below, id, name: kept },
  ]);
}

/** The wanted color, or the next that no department has: neighbours on a screen should differ while that is possible. */
async function freeColor(write: Write, wanted: number): Promise<number> {
  const order = { by: 'nameFolded', direction: 'asc' } as const;
  const known = await write.list(departmentPolicy, 'create', { order, first: 100 });
  const taken = new Set(known.map(({ color }) => color));
  const candidates = Array.from({ length: COLORS }, (_, step) => ((wanted - 1 + step) % COLORS) + 1);
  return candidates.find((color) => !taken.has(color)) ?? wanted;
}

/** One of twelve, from the name: the same in every installation and on every screen (FNV-1a, 32 bit). */
export function colorOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(foldedName(name).nameFolded)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return ((hash >>> 0) % COLORS) + 1;
}
