import { CourtyardError } from '@courtyard/errors';
import type { Actor } from './actor.js';
import { columnsOf, type Entity, type MappedColumn } from './column.js';
import { type Comparison, type Conditions, readConditions } from './condition.js';
import { officeFrom } from './fact.js';

/** One thing that is allowed. Rules only add; there is no rule that takes away. */
export interface Rule<Action extends string = string> {
  readonly actions: ReadonlySet<Action>;
  /** All must hold; empty only for `everyRow`. */
  readonly comparisons: readonly Comparison[];
  /** Employees with one of these roles; undefined means every employee. */
  readonly roles?: readonly string[];
  /** Employees who hold one of these roles, and it rests no more: see `EmployeeActor.offices`. */
  readonly offices?: readonly string[];
  /** Granted to this errand of the application instead of to employees. */
  readonly errand?: string;
  /** Why every row is meant, when it is. */
  readonly reason?: string;
}

/** The law of one resource: who may do what with which rows. One per entity, beside it. */
export interface Policy<Row extends object = object, Action extends string = string> {
  readonly entity: Entity<Row>;
  readonly resource: string;
  readonly actions: readonly Action[];
  readonly columns: ReadonlyMap<string, MappedColumn>;
  readonly rules: readonly Rule<Action>[];
  /** Actions that leave no event in the log, each with the reason why that is right. */
  readonly unrecorded: ReadonlyMap<string, string>;
  /** Properties that some rule looks at; the gate always selects them. */
  readonly judged: ReadonlySet<string>;
}

const EVERY_ROW = Symbol('every row');
export interface EveryRow {
  readonly [EVERY_ROW]: string;
}

/** Every row of the organisation. Openness is a word with a reason. */
export function everyRow(reason: string): EveryRow {
  if (reason.trim().length < 10) throw new Error('everyRow wants a reason that a reader understands.');
  return { [EVERY_ROW]: reason };
}

/** Whom a rule speaks of: who has one of the roles, or who may decide in one of them by now. */
export type Whom = { readonly roles: readonly string[] } | { readonly offices: readonly string[] };

export interface PolicyStatements<Row, Action extends string> {
  /** Allows every employee, or those whom `to` names, the actions on rows that meet the conditions. */
  can(actions: Action | readonly Action[], rows: Conditions<Row> | EveryRow, to?: Whom): void;
  /** Allows one errand of the application, and nobody else. */
  errand(name: string, actions: Action | readonly Action[], rows: Conditions<Row> | EveryRow): void;
  /** Says that a write by these actions leaves no event of its own, and why; the reason stands in the permission matrix. */
  unrecorded(actions: Action | readonly Action[], reason: string): void;
}

const policies = new Map<Entity, Policy>();

/**
 * States a resource's policy.
 * @throws Error at once for whatever `readConditions` refuses, for an action that is not listed, for a second policy of the
 * same entity, and for `manage` and `all`, which would also grant what is added later.
 */
export function definePolicy<Row extends object, const Action extends string>(
  entity: Entity<Row>,
  actions: readonly Action[],
  state: (statements: PolicyStatements<Row, Action>) => void,
): Policy<Row, Action> {
  const resource = entity.name;
  if (policies.has(entity)) throw new Error(`Policy of ${resource}: it is stated twice.`);
  const broad = actions.find((action) => action === 'manage' || action === 'all');
  if (broad) throw new Error(`Policy of ${resource}: "${broad}" is not an action.`);
  const columns = columnsOf(entity);
  const rules: Rule<Action>[] = [];
  const unrecorded = new Map<string, string>();
  const add = (
    granted: Action | readonly Action[],
    rows: Conditions<Row> | EveryRow,
    to: Partial<Rule<Action>>,
  ) => {
    const set = new Set(typeof granted === 'string' ? [granted] : granted);
    for (const action of set) {
      if (!actions.includes(action))
        throw new Error(`Policy of ${resource}: "${action}" is not among its actions.`);
    }
    if (set.size === 0) throw new Error(`Policy of ${resource}: a rule without actions.`);
    if (to.roles?.length === 0 || to.offices?.length === 0)
      throw new Error(`Policy of ${resource}: a rule for no role.`);
    rules.push(
      EVERY_ROW in rows
        ? { actions: set, comparisons: [], reason: rows[EVERY_ROW], ...to }
        : { actions: set, comparisons: readConditions(resource, rows, columns), ...to },
    );
  };
  state({
    can: (granted, rows, to) => add(granted, rows, to ?? {}),
    errand: (name, granted, rows) => add(granted, rows, { errand: name }),
    unrecorded: (actions, reason) => {
      if (reason.trim().length < 10) throw new Error('unrecorded wants a reason that a reader understands.');
      for (const action of typeof actions === 'string' ? [actions] : actions) unrecorded.set(action, reason);
    },
  });
  const judged = new Set(
    rules.flatMap(({ comparisons }) => comparisons.map(({ column }) => column.property)),
  );
  const policy: Policy<Row, Action> = Object.freeze({
    entity,
    resource,
    actions,
    columns,
    rules,
    unrecorded,
    judged,
  });
  policies.set(entity, policy);
  return policy;
}

/** Every policy stated in this process, by resource name: for the permission matrix and the schema walk. */
export function allPolicies(): readonly Policy[] {
  return [...policies.values()].sort((a, b) => a.resource.localeCompare(b.resource));
}

/** @throws Error when the entity has no policy: what is not stated cannot be reached. */
export function policyOf(entity: Entity): Policy {
  const policy = policies.get(entity);
  if (!policy) throw new Error(`${entity.name} has no policy.`);
  return policy;
}

const found = new WeakMap<Policy, Map<string, Map<string, readonly number[]>>>();
const standings = new WeakMap<
  ReadonlySet<string>,
  { readonly offices: ReadonlySet<string>; readonly standing: string }
>();

let last: {
  readonly policy?: Policy;
  readonly roles?: ReadonlySet<string>;
  readonly offices?: ReadonlySet<string>;
  readonly byAction: Map<string, readonly number[]>;
} = { byAction: new Map() };

/** The positions of the rules that speak of this actor and action. No positions: nothing is allowed. */
export function rulesFor(policy: Policy, actor: Actor, action: string): readonly number[] {
  const byAction = rulesOfThose(policy, actor);
  let positions = byAction.get(action);
  if (!positions) {
    positions = policy.rules.flatMap((rule, position) =>
      rule.actions.has(action) && speaksOf(rule, actor) ? [position] : [],
    );
    byAction.set(action, positions);
  }
  return positions;
}

/** Which rules speak of an actor depends on nothing but what `speaksOf` looks at, and each row of a page asks for it. */
function rulesOfThose(policy: Policy, actor: Actor): Map<string, readonly number[]> {
  // Many questions in a row are of the same.
  if (
    policy === last.policy &&
    actor.kind === 'employee' &&
    actor.roles === last.roles &&
    actor.offices === last.offices
  )
    return last.byAction;
  const mine = found.get(policy) ?? new Map<string, Map<string, readonly number[]>>();
  found.set(policy, mine);
  const who = standingOf(actor);
  const byAction = mine.get(who) ?? new Map<string, readonly number[]>();
  mine.set(who, byAction);
  if (actor.kind === 'employee') last = { policy, roles: actor.roles, offices: actor.offices, byAction };
  return byAction;
}

/**
 * What `speaksOf` looks at, as one text; roles are a closed list, so there are few. Of somebody who is told of many things each is a
 * request of its own, and an actor too, with the same roles.
 */
function standingOf(actor: Actor): string {
  if (actor.kind === 'system') return `errand ${actor.errand}`;
  const { roles, offices } = actor;
  const known = standings.get(roles);
  if (known?.offices === offices) return known.standing;
  const standing = `roles ${[...roles].sort()} offices ${[...offices].sort()}`;
  standings.set(roles, { offices, standing });
  return standing;
}

function speaksOf(rule: Rule, actor: Actor): boolean {
  if (actor.kind === 'system') return rule.errand === actor.errand;
  if (rule.errand !== undefined) return false;
  if (rule.offices !== undefined) return rule.offices.some((role) => actor.offices.has(role));
  return rule.roles === undefined || rule.roles.some((role) => actor.roles.has(role));
}

/**
 * Why an actor may not do what others may: a role of theirs rests (`auth.office_rests`, with `from`), or they never may.
 * Told only of what they may see.
 */
export function refusalOf(policy: Policy, actor: Actor, action: string): CourtyardError {
  const from = actor.facts.single(officeFrom);
  const rests =
    actor.kind === 'employee' &&
    policy.rules.some(
      ({ actions, offices }) =>
        actions.has(action) && offices?.some((role) => actor.roles.has(role) && !actor.offices.has(role)),
    );
  return rests && from !== null
    ? new CourtyardError('auth.office_rests', { from })
    : new CourtyardError('auth.forbidden');
}
