import { CourtyardError } from '@courtyard/errors';
import { AudienceKeys, AudiencePartKind, type Ending, employeePolicy, type Group } from '@courtyard/people';
import type { Write } from '@courtyard/records';
import { postAudiencePolicy } from '../post/post-audience.policy.js';
import type { Circle } from './circle.entity.js';
import { circlePolicy } from './circle.policy.js';
import { MOST_CIRCLES } from './circle-groups.js';

/*
 * Who is in a circle, and what they read: who holds its keys (docs/decisions/0053).
 *
 * 1. Whoever is added reads what is said to it from then on, and nothing of before: where something was said since the last
 *    generation began, another one begins. Whoever is taken out loses all of them.
 * 2. Its owner holds every generation. Nobody else is told of any.
 * 3. A circle that is deleted takes what was said to it from everybody but its author. One whose owner leaves the company takes
 *    nothing: what was said stays with whom it was said to, and the list and its name are gone.
 */

/** Besides its owner. */
export const MOST_PEOPLE = 500;

export function groupOf(id: string): Group {
  return { kind: AudiencePartKind.circle, id };
}

/** People who can be named at all, without the owner. @throws not_found where one of them cannot */
export async function peopleOf(write: Write, ownerId: string, ids: readonly string[]): Promise<string[]> {
  const others = [...new Set(ids)].filter((id) => id !== ownerId);
  const known = await write.load(employeePolicy, 'address', others);
  if (known.length < others.length) throw new CourtyardError('not_found');
  return others;
}

/** Puts people into a circle whose row the same write holds. @throws circle.too_large */
export async function takeIn(write: Write, circle: Circle, ids: readonly string[]): Promise<void> {
  const there = await write.holdings([circle.audienceKey], ids);
  const newcomers = ids.filter((id) => !there.has(id));
  if (newcomers.length === 0) return;
  const key = await keyToEnter(write, circle);
  await AudienceKeys.grant(write, newcomers, key);
  // Its owner is among them.
  if ((await AudienceKeys.holdersOf(write, key)) > MOST_PEOPLE + 1)
    throw new CourtyardError('circle.too_large');
}

/** Takes people out of all that was ever said to a circle. */
export async function takeOut(write: Write, { id }: Circle, ids: readonly string[]): Promise<void> {
  await AudienceKeys.revoke(write, ids, await AudienceKeys.keysOf(write, groupOf(id)));
}

/** Takes what was said to a circle from everybody, and the name from what is left of it. */
export async function close(write: Write, { id }: Circle): Promise<void> {
  for (const key of await AudienceKeys.keysOf(write, groupOf(id)))
    await AudienceKeys.keepOnly(write, [], key);
  await AudienceKeys.forgetName(write, id);
}

async function keyToEnter(write: Write, { id, audienceKey }: Circle): Promise<string> {
  const said = await write.errand('keep_circles').list(postAudiencePolicy, 'look', {
    where: { audienceKey },
    order: { by: 'publishedId', direction: 'desc' },
    first: 1,
  });
  if (said.length === 0) return audienceKey;
  const key = await AudienceKeys.nextGeneration(write, groupOf(id));
  await write.change(circlePolicy, 'change', id, { audienceKey: key });
  return key;
}

/** Whoever leaves the company keeps no list of people; whom they shared something with keeps what was shared. */
export const endCircles: Ending = async (write, employeeId) => {
  const leaving = write.errand('leave_circles');
  const drawn = await leaving.list(circlePolicy, 'read', {
    where: { ownerId: employeeId },
    order: { by: 'nameFolded', direction: 'asc' },
    first: MOST_CIRCLES,
  });
  for (const { id } of drawn) {
    await leaving.remove(circlePolicy, 'erase', id);
    await AudienceKeys.forgetName(leaving, id);
  }
};
