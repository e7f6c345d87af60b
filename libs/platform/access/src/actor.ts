import { type Fact, isListFact } from './fact.js';

export type FactValue = string | null | readonly string[];

/** What is known about an actor, read once per request: single values and lists, all as PostgreSQL text. */
export class ActorFacts {
  private readonly sets = new Map<string, ReadonlySet<string>>();

  constructor(private readonly values: Readonly<Record<string, FactValue>>) {}

  /** The value to bind as a statement's parameter. An unknown fact is nobody's: null, or an empty list. */
  parameter(fact: Fact): FactValue {
    return this.values[fact.fact] ?? (isListFact(fact) ? [] : null);
  }

  single(fact: Fact): string | null {
    const value = this.values[fact.fact];
    return typeof value === 'string' ? value : null;
  }

  set(fact: Fact): ReadonlySet<string> {
    let set = this.sets.get(fact.fact);
    if (!set) {
      const value = this.values[fact.fact];
      set = new Set(Array.isArray(value) ? (value as readonly string[]) : []);
      this.sets.set(fact.fact, set);
    }
    return set;
  }
}

interface AnyActor {
  readonly organisationId: string;
  /** Ties together everything one request did: log lines, audit events. A random UUID. */
  readonly requestId: string;
  readonly facts: ActorFacts;
}

/** An employee in their own signed-in session. There is no other way to be one: nobody can act as somebody else. */
export interface EmployeeActor extends AnyActor {
  readonly kind: 'employee';
  readonly employeeId: string;
  readonly sessionId: string;
  readonly accountId: string;
  readonly roles: ReadonlySet<string>;
  /**
   * Those of the roles in which the employee decides for the organisation by now: one that was newly given rests first
   * (docs/decisions/0032). `officeFrom` says until when.
   */
  readonly offices: ReadonlySet<string>;
}

/**
 * Work without a person behind it. It may do only what a policy grants to its errand by name, and each thing it does is
 * in the audit log.
 */
export interface SystemActor extends AnyActor {
  readonly kind: 'system';
  readonly errand: string;
}

export type Actor = EmployeeActor | SystemActor;

const NOTHING = new ActorFacts({});

/** @param errand why the application acts without a person; policies grant to it by this name. */
export function systemActor(
  errand: string,
  organisationId: string,
  requestId: string = crypto.randomUUID(),
): SystemActor {
  return { kind: 'system', errand, organisationId, requestId, facts: NOTHING };
}
