import { ActorFacts, type EmployeeActor, type FactValue } from './actor.js';
import { type Fact, isListFact } from './fact.js';
import { allows, overhear } from './matcher.js';
import type { Policy } from './policy.js';

/** What was asked of an actor while something was worked out for them, and how it was answered. */
type Question =
  | { readonly policy: Policy; readonly action: string; readonly row: object; readonly allowed: boolean }
  | { readonly fact: Fact; readonly value: FactValue };

/**
 * An actor of whom everything that is asked is written down, so that what was worked out for them may be told to others: to those
 * of whom all of it is answered alike, and to nobody else.
 *
 * 1. Only judgements of rows (`allows`) and single facts can be answered alike. Whatever else is looked at, such as who they
 *    are, their roles or their keys, makes it theirs alone.
 * 2. A copy of the actor is a look at everything.
 */
export class Witness {
  /** Stands for the actor wherever one is wanted, in one piece of work. */
  readonly actor: EmployeeActor;
  private readonly questions: Question[] = [];
  private own = false;

  constructor(behind: EmployeeActor) {
    this.actor = this.standIn(behind);
    overhear(this.actor, {
      behind,
      tell: (policy, action, row, allowed) => this.questions.push({ policy, action, row, allowed }),
    });
  }

  /** Something was looked at that is nobody else's. */
  get isTheirsAlone(): boolean {
    return this.own;
  }

  /** Whether all that was asked would be answered alike of somebody else in the same organisation. */
  holdsFor(other: EmployeeActor): boolean {
    if (this.own || other.organisationId !== this.actor.organisationId) return false;
    return this.questions.every((asked) =>
      'fact' in asked
        ? other.facts.parameter(asked.fact) === asked.value
        : allows(asked.policy, other, asked.action, asked.row) === asked.allowed,
    );
  }

  private standIn(behind: EmployeeActor): EmployeeActor {
    const look = <Value>(value: Value): Value => {
      this.own = true;
      return value;
    };
    return {
      kind: behind.kind,
      organisationId: behind.organisationId,
      facts: new WitnessedFacts(behind.facts, (fact, value) => {
        if (isListFact(fact)) this.own = true;
        else this.questions.push({ fact, value });
      }),
      get requestId() {
        return look(behind.requestId);
      },
      get employeeId() {
        return look(behind.employeeId);
      },
      get sessionId() {
        return look(behind.sessionId);
      },
      get accountId() {
        return look(behind.accountId);
      },
      get roles() {
        return look(behind.roles);
      },
      get offices() {
        return look(behind.offices);
      },
    };
  }
}

class WitnessedFacts extends ActorFacts {
  constructor(
    private readonly behind: ActorFacts,
    private readonly tell: (fact: Fact, value: FactValue) => void,
  ) {
    super({});
  }

  override parameter(fact: Fact): FactValue {
    const value = this.behind.parameter(fact);
    this.tell(fact, value);
    return value;
  }

  override single(fact: Fact): string | null {
    const value = this.behind.single(fact);
    this.tell(fact, value);
    return value;
  }

  override set(fact: Fact): ReadonlySet<string> {
    this.tell(fact, this.behind.parameter(fact));
    return this.behind.set(fact);
  }
}
