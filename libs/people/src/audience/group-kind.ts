import type { EmployeeActor, Entity } from '@courtyard/access';
import type { AudiencePartKind } from './audience.entity.js';

export interface GroupOption {
  readonly kind: AudiencePartKind;
  readonly id: string;
  readonly name: string;
  /** A second line that tells namesakes apart. */
  readonly detail: string | null;
}

/**
 * A kind of group that an audience may be made of. Its library registers it, so that `people` need not know what a
 * community is.
 */
export interface GroupKind {
  readonly kinds: readonly AudiencePartKind[];
  /** What its node ids name; null for the organisation, which is named without one. */
  readonly entity: Entity | null;
  /** Those of the groups that the actor may write to. Unknown, foreign and hidden ids are left out alike. */
  addressable(actor: EmployeeActor, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Those of which nobody but their members may know. What is written to one is written to it alone, because whoever sees a
   * thing sees whom it is addressed to. Left out: there are none.
   */
  secret?(actor: EmployeeActor, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Groups the actor may write to whose name has a word that starts with each of the words. */
  options(actor: EmployeeActor, words: readonly string[], first: number): Promise<readonly GroupOption[]>;
}
