import { type EmployeeActor, Witness } from '@courtyard/access';
import type { OutboxEvent } from '@courtyard/outbox';
import { type ExecutionResult, execute, type GraphQLSchema } from 'graphql';
import type { Question } from './question.js';
import { presentFailures } from './refusal.js';
import { type Telling, tellingOf } from './telling.js';

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
  readonly text: Promise<string | null>;
}

/** More kinds of answers to one event are not compared with: whoever comes then is answered for themself. */
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
export class Answers {
  private readonly known = new WeakMap<OutboxEvent, Map<string, Answer[]>>();
  private readonly names = new WeakMap<Question, number>();
  private named = 0;
  /** How many answers were worked out, for tests. */
  worked = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly brought: Brought,
  ) {}

  /** The answer to a change that was judged for somebody, as JSON. */
  async of(question: Question, variables: Readonly<Record<string, unknown>>, root: object): Promise<string> {
    const telling = tellingOf(root);
    const answers = this.kinds(telling, this.nameOf(question, variables));
    for (const known of answers) {
      const text = await known.text.catch(() => null);
      if (text !== null && this.serves(known, root, telling.actor)) return text;
    }
    const answer = this.work(question, variables, root, telling);
    if (answers.length < MOST_KINDS) answers.push(answer);
    return (await answer.text) ?? (await answer.alone);
  }

  private serves({ root, actor, witness }: Answer, change: object, other: EmployeeActor): boolean {
    return sameChange(root, change) && this.brought.broughtAlike(actor, other) && witness.holdsFor(other);
  }

  private work(
    question: Question,
    variables: Readonly<Record<string, unknown>>,
    root: object,
    { actor }: Telling,
  ): Answer & { readonly alone: Promise<string> } {
    this.worked++;
    const witness = new Witness(actor);
    this.brought.bring(actor, witness.actor);
    const result = Promise.resolve(
      execute({
        schema: this.schema,
        document: question.document,
        operationName: question.operationName,
        variableValues: variables,
        rootValue: root,
        // A request of the recipient's own, without a session to change or a socket to close.
        contextValue: { requestId: actor.requestId, actor: witness.actor },
      }),
    );
    const alone = result.then(textOf);
    const text = result.then(({ errors }) => (errors || witness.isTheirsAlone ? null : alone));
    // Whoever waits for it handles its failure; nobody may.
    alone.catch(() => undefined);
    return { root, actor, witness, text, alone };
  }

  private kinds({ event }: Telling, name: string): Answer[] {
    let byName = this.known.get(event);
    if (!byName) {
      byName = new Map();
      this.known.set(event, byName);
    }
    let answers = byName.get(name);
    if (!answers) {
      answers = [];
      byName.set(name, answers);
    }
    return answers;
  }

  private nameOf(question: Question, variables: Readonly<Record<string, unknown>>): string {
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
