import type { Row } from '@courtyard/database';
import type { Reckoning } from '@courtyard/records';
import { announcementPolicy } from './announcement.policy.js';

/** How many said until yesterday that they have read an announcement. What is said today does not show today. */
export const READ_UNTIL_YESTERDAY: Reckoning = {
  policy: announcementPolicy,
  action: 'reckon',
  words: [],
  text: `select count(*) from acknowledgement a
where a.organisation_id = $1::uuid and a.announcement_id = $2::uuid and a.acknowledged_on < current_date`,
};

const LEAST = 10;

/**
 * What the author is told of how many have read it: whole tens of those who have, such that as many as ten have not, either; null
 * below ten. So no single yes moves it where it tells of somebody, and "all of you" never tells of each (product.md, promise 4).
 * @param rows as `READ_UNTIL_YESTERDAY` answers them
 * @param reached how many others it reaches
 */
export function toldInTens(rows: readonly Row[], reached: number): number | null {
  const [[read] = []] = rows;
  const told = Math.floor(Math.min(Number(read ?? 0), reached - LEAST) / LEAST) * LEAST;
  return told >= LEAST ? told : null;
}
