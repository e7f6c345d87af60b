import type { EmployeeActor } from '@courtyard/access';

/**
 * How names in a query become ids and keys. The library that keeps names answers; whom or what somebody may not see by name is answered
 * like what is not there: with nothing.
 */
export interface SearchNames {
  /** Ids of the people whom somebody may mean by a name. */
  people(actor: EmployeeActor, name: string): Promise<readonly string[]>;
  /** Audience keys of the groups whom somebody may mean by a name, of those that they hold. */
  groups(actor: EmployeeActor, name: string): Promise<readonly string[]>;
}

export const SEARCH_NAMES = Symbol('how names in a query are looked up');
