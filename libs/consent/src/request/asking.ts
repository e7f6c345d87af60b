import type { ConsentAsk } from './consent-ask.entity.js';

const DAY_MILLIS = 24 * 60 * 60 * 1000;
/** About one recipient group, at most once in so long. */
export const GROUP_REST_DAYS = 90;
/** In all, at most so often in so long. */
export const MOST_ASKS = 3;
export const QUARTER_DAYS = 91;

type Asked = Pick<ConsentAsk, 'lineageId' | 'ownerFolded' | 'askedAt'>;

/**
 * Whether somebody may be asked now, by what they were asked before and whatever they answered: silence counts like no
 * (privacy-model.md section 4). A recipient group is a lineage, and all recipients of one owner.
 */
export function mayBeAsked(
  before: readonly Asked[],
  about: Pick<Asked, 'lineageId' | 'ownerFolded'>,
  now: Date,
): boolean {
  const within = (days: number) => (ask: Asked) =>
    Date.parse(ask.askedAt) > now.getTime() - days * DAY_MILLIS;
  const sameGroup = (ask: Asked) =>
    ask.lineageId === about.lineageId || ask.ownerFolded === about.ownerFolded;
  return (
    !before.some((ask) => sameGroup(ask) && within(GROUP_REST_DAYS)(ask)) &&
    before.filter(within(QUARTER_DAYS)).length < MOST_ASKS
  );
}
