import { type Actor, type Fact, isFact } from '@courtyard/access';

/** Collects a statement's parameters, so that its text stays constant and is planned once. */
export class Parameters {
  readonly values: unknown[] = [];

  constructor(private readonly actor: Actor) {
    // Every statement of the gate names the organisation itself; row-level security is the second wall, not the first.
    this.values.push(actor.organisationId);
  }

  /** The organisation is always `$1`. */
  readonly organisation = '$1::uuid';

  add(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }

  /** A fact of the actor, or a constant of the policy. */
  operand(operand: Fact | unknown, type: string): string {
    return isFact(operand)
      ? this.add(this.actor.facts.parameter(operand), operand.type)
      : this.add(operand, type);
  }
}
