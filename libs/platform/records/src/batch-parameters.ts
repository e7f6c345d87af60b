import { type Actor, type ActorFacts, type Fact, isFact, isListFact } from '@courtyard/access';
import { Parameters } from './parameters.js';

/**
 * Parameters of a statement that judges for many at once: a fact of the actor is not a parameter but a column of the batch, a
 * row of which stands for each of them.
 */
export class BatchParameters extends Parameters {
  private readonly facts = new Map<string, Fact>();
  /** How often a fact was named: what is written without one does not depend on who it is judged for. */
  mentions = 0;

  constructor(
    actor: Actor,
    /** The alias of the batch. */
    private readonly batch: string,
  ) {
    super(actor);
  }

  override operand(operand: Fact | unknown, type: string): string {
    if (!isFact(operand)) return super.operand(operand, type);
    this.facts.set(operand.fact, operand);
    this.mentions++;
    return `${this.batch}.${columnOf(operand)}`;
  }

  /**
   * The batch as a common table expression with a line for each: its number from 1 on, the id it asks for, and the facts that
   * were named so far. To be called last.
   */
  table(asked: readonly { readonly actor: Actor; readonly id: string }[], idType: string): string {
    const facts = [...this.facts.values()];
    const ids = this.add(
      asked.map(({ id }) => id),
      `${idType}[]`,
    );
    const given = facts.map((fact) =>
      // A list in a list must be as long as its neighbours: each travels as the text of an array.
      isListFact(fact)
        ? this.add(
            asked.map(({ actor }) => listText(actor.facts, fact)),
            'text[]',
          )
        : this.add(
            asked.map(({ actor }) => actor.facts.parameter(fact)),
            `${fact.type}[]`,
          ),
    );
    const names = facts.map(columnOf);
    const read = facts.map((fact, at) =>
      isListFact(fact) ? `${names[at]}::${fact.type} as ${names[at]}` : names[at],
    );
    return `${this.batch} as materialized (select ${['n', 'id', ...read].join(', ')}
from unnest(${[ids, ...given].join(', ')}) with ordinality given(${['id', ...names, 'n'].join(', ')}))`;
  }
}

function columnOf({ fact }: Fact): string {
  return `"fact_${fact.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}"`;
}

/** Of whom much is asked is asked the same each time: their facts stay one object until they change. */
const texts = new WeakMap<ActorFacts, Map<string, string>>();

function listText(facts: ActorFacts, fact: Fact): string {
  let known = texts.get(facts);
  if (!known) {
    known = new Map();
    texts.set(facts, known);
  }
  let text = known.get(fact.fact);
  if (text === undefined) {
    text = arrayText(fact, facts.parameter(fact) as readonly string[]);
    known.set(fact.fact, text);
  }
  return text;
}

/** PostgreSQL manual, section 8.15.2; numbers and UUIDs need no quotes. */
function arrayText({ type }: Fact, values: readonly string[]): string {
  const plain = type !== 'text[]';
  return `{${(plain ? values : values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`)).join(',')}}`;
}
