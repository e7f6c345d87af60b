import { type Actor, type Fact, isFact, isListFact } from '@courtyard/access';
import { Parameters } from './parameters.js';

/**
 * Parameters of a statement that judges for many at once: a fact of the actor is not a parameter but a column of the batch, a
 * row of which stands for each of them.
 */
export class BatchParameters extends Parameters {
  private readonly facts = new Map<string, Fact>();

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
    return `${this.batch}.${columnOf(operand)}`;
  }

  /** Whether a text depends on who it is judged for. */
  dependsOnActor(text: string): boolean {
    return text.includes(`${this.batch}.`);
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
            asked.map(({ actor }) => arrayText(actor.facts.parameter(fact) as readonly string[])),
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

function arrayText(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
