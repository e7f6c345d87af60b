import type { DirectoryKeeping, Ending } from '@courtyard/people';
import type { Clock } from '@courtyard/records';
import { IndexKeeping, KEEPING } from '../index/index-keeping.js';

/** Every yes of a person ends with their leaving, in the transaction that ends their access. */
export function endingOfConsents(clock: Clock): Ending {
  return async (write, employeeId) => {
    const keeper = write.errand(KEEPING);
    await IndexKeeping.lock(keeper);
    await IndexKeeping.lower(keeper, [employeeId], 'ConsentInvalidated', () => true, clock.now());
    await IndexKeeping.advance(keeper);
  };
}

export function endConsentsOnLeaving(keeping: DirectoryKeeping, clock: Clock): void {
  keeping.whenLeaving(endingOfConsents(clock));
}
