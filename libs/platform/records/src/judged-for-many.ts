import { type Actor, type EmployeeActor, type Policy, rulesFor } from '@courtyard/access';
import type { Database } from '@courtyard/database';
import type { Companion, Met } from './companion.js';
import { InBatches } from './in-batches.js';
import { judgeForMany } from './many-statement.js';
import { type AskedFor, type Seen, SharedRows } from './shared-row.js';

/** What one statement reads for: few enough to begin to tell the first before the last is judged. */
const LIMITS = { most: 250, atOnce: 2 } as const;

/**
 * Reads a row for many who ask for it at about the same time, in one statement for some hundred of them.
 *
 * 1. The policy is judged for each of them, in SQL over a table of who asks, and again in memory by the same rules. So is that of
 *    each companion. A row that nobody of them may see does not leave the database.
 * 2. What is the same for all comes once and is one frozen object; what is somebody's own comes for each, and so does whether they may
 *    see a companion whose policy depends on who asks.
 * 3. Rules depend on roles, so only those of whom the same rules speak are in one statement.
 * 4. A row that several statements read alike, cell by cell, is one object for all of them, while there is more to read.
 */
export class JudgedForMany {
  private readonly asked: InBatches<AskedFor, Seen | null>;
  private readonly rows = new SharedRows();

  constructor(
    private readonly database: Database,
    limits: { readonly most: number; readonly atOnce: number } = LIMITS,
  ) {
    // What was read is somebody's: it is not kept for longer than it takes to read it for all who asked.
    this.asked = new InBatches(
      (batch) => this.read(batch),
      limits,
      () => this.rows.clear(),
    );
  }

  /** In the order of those who ask, at most 250. */
  load(asked: readonly AskedFor[]): Promise<readonly (Seen | null)[]> {
    return this.asked.askTogether(asked);
  }

  private async read(batch: readonly AskedFor[]): Promise<(Seen | null)[]> {
    const answers = new Map<AskedFor, Seen | null>();
    const together = Map.groupBy(batch, statementOf);
    await Promise.all(
      [...together].map(async ([name, some]) => {
        const { statement, read } = judgeForMany(some, this.rows.of(name));
        const [rows = []] = await this.database.flight((some[0] as AskedFor).actor.organisationId, [
          statement,
        ]);
        for (const [asked, seen] of read(rows)) answers.set(asked, seen);
      }),
    );
    return batch.map((asked) => answers.get(asked) ?? null);
  }
}

const rules = new Map<string, string>();
const names = new WeakMap<object, number>();
let named = 0;

/** A name for whatever must be equal for two to be asked for in one statement. */
function statementOf({ actor, policy, action, companions }: AskedFor): string {
  const what = whatIs(actor);
  const name = `${policy.resource}:${action} ${nameOf(companions)} ${what}`;
  let judged = rules.get(name);
  if (judged === undefined) {
    judged = [positions(policy, actor, action), ...companions.map((one) => positionsOfAll(one, actor))].join(
      ' ',
    );
    rules.set(name, judged);
  }
  return `${actor.organisationId} ${policy.resource}:${action} ${nameOf(companions)} ${judged}`;
}

/** Which rules speak of somebody depends on what they are, and not on who. */
function whatIs(actor: Actor): string {
  if (actor.kind === 'system') return `errand ${actor.errand}`;
  const { roles, offices }: EmployeeActor = actor;
  // Most have one role and no office.
  return `${wordsOf(roles)}/${wordsOf(offices)}`;
}

function wordsOf(words: ReadonlySet<string>): string {
  return words.size > 1 ? [...words].sort().join() : (words.values().next().value ?? '');
}

function positionsOfAll({ policy, action, companions }: Companion, actor: Actor): string {
  return [positions(policy, actor, action), ...companions.map((one) => positionsOfAll(one, actor))].join(' ');
}

function positions(policy: Policy, actor: Actor, action: string): string {
  return `[${rulesFor(policy, actor, action).join()}]`;
}

function nameOf(companions: readonly Companion[]): number {
  let name = names.get(companions);
  if (name === undefined) {
    name = ++named;
    names.set(companions, name);
  }
  return name;
}

/** Whether what came along for two of them is the same, thing by thing. */
export function sameMet(mine: readonly Met[], theirs: readonly Met[]): boolean {
  return mine.length === theirs.length && mine.every((one, at) => same(one, theirs[at] as Met));
}

function same(one: Met, other: Met): boolean {
  if (one.companion !== other.companion || one.id !== other.id) return false;
  if ('row' in one) return 'row' in other && one.row === other.row;
  // Of what is somebody's own only nothing is the same as another's nothing.
  if ('rows' in one) return 'rows' in other && one.rows.length === 0 && other.rows.length === 0;
  return 'cells' in other && one.cells === null && other.cells === null;
}
