import { type EmployeeActor, Witness } from '@courtyard/access';
import type { OutboxEvent } from '@courtyard/outbox';
import { type ExecutionResult, execute, type GraphQLSchema } from 'graphql';
import type { Judged, Recipient, Teller } from './follower.js';
import type { Question } from './question.js';
import { presentFailures } from './refusal.js';

/** What came along with a row that was read for many; the gate knows it. */
export interface Brought {
  /** Whether the same came along for both. */
  broughtAlike(one: EmployeeActor, other: EmployeeActor): boolean;
  /** Puts it where resolvers ask for it. */
  bring(actor: EmployeeActor, to: EmployeeActor): void;
}

/** An answer that was worked out for one recipient, and what it depended on. */
interface Answer {
  readonly root: object;
  readonly actor: EmployeeActor;
  readonly witness: Witness;
  readonly bytes: Buffer;
}

/** Answers to one event that may be shared by those who ask the same. */
interface Kinds {
  readonly shared: Answer[];
  /** How many were worked out one after the other. */
  tried: number;
}

/** More kinds of answers to one event are not looked for: whoever comes then is answered for themself. */
const MOST_KINDS = 16;

/**
 * Answers what subscriptions ask of an event. Working out an answer costs a hundred times telling it, so recipients share one;
 * nobody is told what they would not have been told alone.
 *
 * 1. An answer is shared by those who ask the same, of the same change: the very row, judged for each of them, and the same beside it.
 * 2. While it is worked out, a `Witness` stands for the recipient. It is shared with those of whom everything that was asked of the
 *    witness is answered alike, each judgement made anew for each of them. Whatever else was looked at, nobody shares it.
 * 3. An answer with a failure is nobody else's.
 */
export class Answers implements Teller {
  private readonly known = new WeakMap<OutboxEvent, Map<string, Kinds>>();
  private readonly names = new WeakMap<Question, number>();
  private named = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly brought: Brought,
  ) {}

  async tell(event: OutboxEvent, judged: readonly Judged[]): Promise<void> {
    const byName = Map.groupBy(judged, ({ recipient }) => this.nameOf(recipient));
    await Promise.all([...byName].map(([name, some]) => this.tellThose(this.kindsOf(event, name), some)));
  }

  /** Each is given a known answer that serves them; else one is worked out for the first of them, and so on. */
  private async tellThose(kinds: Kinds, judged: readonly Judged[]): Promise<void> {
    let compared = 0;
    for (let left = judged; ; ) {
      const known = kinds.shared.slice(compared);
      compared += known.length;
      left = left.filter((one) => !this.giveKnown(known, one));
      if (kinds.tried >= MOST_KINDS) {
        await Promise.all(left.map((one) => this.giveTheirs(kinds, one)));
        return;
      }
      const [first, ...others] = left;
      if (!first) return;
      kinds.tried++;
      await this.giveTheirs(kinds, first);
      left = others;
    }
  }

  private giveKnown(known: readonly Answer[], one: Judged): boolean {
    for (const answer of known) {
      if (!this.serves(answer, one)) continue;
      one.give(answer.bytes);
      return true;
    }
    return false;
  }

  private async giveTheirs(kinds: Kinds, one: Judged): Promise<void> {
    try {
      const { isShared, ...answer } = await this.work(one);
      if (isShared) kinds.shared.push(answer);
      one.give(answer.bytes);
    } catch (failure) {
      one.fail(failure);
    }
  }

  private serves({ root, actor, witness }: Answer, other: Judged): boolean {
    return (
      sameChange(root, other.root) &&
      this.brought.broughtAlike(actor, other.actor) &&
      witness.holdsFor(other.actor)
    );
  }

  private async work({ root, actor, recipient }: Judged): Promise<Answer & { readonly isShared: boolean }> {
    const { question, variables } = recipient;
    const witness = new Witness(actor);
    this.brought.bring(actor, witness.actor);
    const result = await execute({
      schema: this.schema,
      document: question.document,
      operationName: question.operationName,
      variableValues: variables,
      rootValue: root,
      // A request of the recipient's own, without a session to change or a socket to close.
      contextValue: { requestId: actor.requestId, actor: witness.actor },
    });
    const isShared = !result.errors && !witness.isTheirsAlone;
    return { root, actor, witness, bytes: Buffer.from(textOf(result)), isShared };
  }

  private kindsOf(event: OutboxEvent, name: string): Kinds {
    let byName = this.known.get(event);
    if (!byName) {
      byName = new Map();
      this.known.set(event, byName);
    }
    let kinds = byName.get(name);
    if (!kinds) {
      kinds = { shared: [], tried: 0 };
      byName.set(name, kinds);
    }
    return kinds;
  }

  private nameOf({ question, variables }: Recipient): string {
    let number = this.names.get(question);
    if (number === undefined) {
      number = ++this.named;
      this.names.set(question, number);
    }
    if (question.answering.length === 0) return String(number);
    // A variable that is left out has its default, and is not one that is null.
    const given = question.answering.map((name) => (name in variables ? [variables[name]] : []));
    return `${number} ${JSON.stringify(given)}`;
  }
}

/** What is told of a change, thing by thing; rows are the same when they are the one that was read for many. */
function sameChange(one: object, other: object): boolean {
  const [[name, mine] = []] = Object.entries(one);
  const theirs = (other as Record<string, unknown>)[String(name)];
  if (mine === theirs) return true;
  if (typeof mine !== 'object' || typeof theirs !== 'object' || !mine || !theirs) return false;
  const entries = Object.entries(mine);
  return (
    entries.length === Object.keys(theirs).length &&
    entries.every(([key, value]) => Object.is(value, (theirs as Record<string, unknown>)[key]))
  );
}

function textOf({ data, errors }: ExecutionResult): string {
  return JSON.stringify(errors ? { data, errors: presentFailures(errors) } : { data });
}
