import type { EmployeeActor } from '@courtyard/access';
import type { Gate, HolderCount } from '@courtyard/records';
import { LRUCache } from 'lru-cache';
import { type AudienceGroup, AudiencePartKind } from './audience.entity.js';

/**
 * How many distinct people hold one of several keys: exact. One key is counted in its row already; where the organisation is
 * among the parts only guests are left to count; anything else is counted once per version of the keys and remembered.
 * What is remembered is numbers by numbers: no name, and no id of a person.
 */
export class AudienceCounts {
  private readonly known = new LRUCache<string, { versions: string; count: HolderCount }>({ max: 20_000 });

  constructor(private readonly gate: Gate) {}

  async of(
    actor: EmployeeActor,
    sets: readonly (readonly AudienceGroup[])[],
  ): Promise<readonly HolderCount[]> {
    const counts = sets.map((set) => this.withoutAsking(actor, set));
    await Promise.all([this.count(actor, sets, counts, true), this.count(actor, sets, counts, false)]);
    return counts.map((count) => count ?? NOBODY);
  }

  private withoutAsking(actor: EmployeeActor, set: readonly AudienceGroup[]): HolderCount | null {
    const [first, ...others] = set;
    if (!first) return NOBODY;
    if (others.length === 0) return { count: first.holders, outside: first.outside };
    const known = this.known.get(nameOf(actor, set));
    return known?.versions === versionsOf(set) ? known.count : null;
  }

  /** Fills the gaps of one of the two ways to count. */
  private async count(
    actor: EmployeeActor,
    sets: readonly (readonly AudienceGroup[])[],
    counts: (HolderCount | null)[],
    wide: boolean,
  ): Promise<void> {
    const open = sets.flatMap((set, position) =>
      counts[position] === null && (organisationOf(set) !== undefined) === wide ? [position] : [],
    );
    const keys = open.map((position) => (sets[position] ?? []).map(({ key }) => key));
    const answers = await this.gate.countHolders(actor, keys, wide);
    for (const [at, position] of open.entries()) {
      const set = sets[position] ?? [];
      const { count, outside } = answers[at] ?? NOBODY;
      // Every employee holds the organisation's key, and nobody from outside does: see `groupsOf` in employee/standing.ts.
      const all = organisationOf(set);
      const whole = { count: all ? all.holders - all.outside + outside : count, outside };
      counts[position] = whole;
      this.known.set(nameOf(actor, set), { versions: versionsOf(set), count: whole });
    }
  }
}

const NOBODY: HolderCount = { count: 0, outside: 0 };

function organisationOf(set: readonly AudienceGroup[]): AudienceGroup | undefined {
  return set.find(({ kind }) => kind === AudiencePartKind.organisation);
}

function nameOf({ organisationId }: EmployeeActor, set: readonly AudienceGroup[]): string {
  return `${organisationId}:${set.map(({ key }) => key).join()}`;
}

function versionsOf(set: readonly AudienceGroup[]): string {
  return set.map(({ holdersVersion }) => holdersVersion).join();
}
