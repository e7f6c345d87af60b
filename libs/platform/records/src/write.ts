import { type Actor, allows, type Policy, refusalOf, systemActor } from '@courtyard/access';
import type { Purpose } from '@courtyard/catalogue';
import type { Statement, Transaction } from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';
import type { ActorLookup } from './actor-lookup.js';
import { indexRows, insertRows, MOST_ROWS_AT_ONCE } from './bulk.js';
import { CellKeeping } from './cell/cell-keeping.js';
import { FINDS_NOTHING_OUT, type NameFinder } from './cell/name-finder.js';
import { type Claim, claimKey } from './claim.js';
import { personOf } from './concern.js';
import {
  grantEach,
  grantKeys,
  grantToHolders,
  heldBy,
  holdings,
  lockHolders,
  lockHoldersOf,
  MOST_HOLDERS_AT_ONCE,
  nextAudienceKeys,
  revokeEveryKey,
  revokeFromOthers,
  revokeKeys,
  shareHolders,
} from './holders.js';
import { keyColumns } from './key-columns.js';
import { isRemembered, type Remembered, toRemember } from './ledger.js';
import { deleteRow, insertRow, reindexRow, updateRow, updateRows } from './modification.js';
import { outboxRow } from './outbox-row.js';
import { reachOf } from './reach.js';
import { projectionOf, toEntity } from './row.js';
import {
  type Filter,
  type ListQuery,
  lookupColumn,
  selectByKeys,
  selectForChange,
  selectPage,
} from './selection.js';
import { dueTally, recount } from './tally.js';
import type { Touched, WrittenAs } from './trail.js';

/** A row's key without the organisation: the id, or the named parts of a composite key. */
export type Key<Row> = string | Partial<Row>;

/** What the gate lends to a write. */
export interface WriteSurroundings {
  /** How actors are made. */
  readonly lookup?: ActorLookup;
  /** How names are found in what people write. */
  readonly finder?: NameFinder;
  /** Told of each refusal. */
  readonly refused?: (touched: Touched) => void;
  /** Told of what must hold after a restore, too. */
  readonly remember?: (entry: Remembered) => void;
}

/** One business write: everything in it is stored together with its audit event and its outbox rows, or nothing is. */
export class Write {
  readonly touched: Touched[] = [];
  /** Something is to be counted anew. */
  isDue = false;
  private as: WrittenAs = 'written';
  private purpose: Purpose | undefined;
  private readonly attested: Touched[] = [];
  private sole: readonly Touched[] | undefined;
  private readonly followers: Write[] = [];
  private readonly cells: CellKeeping;
  private changed = false;
  /** Something was changed, recorded or not. */
  private acted = false;
  private silent = false;
  /** Part of a write that something was changed by, or will be: `recorded` refuses the whole otherwise. */
  private follows = false;

  constructor(
    readonly actor: Actor,
    private readonly transaction: Transaction,
    private readonly around: WriteSurroundings = {},
  ) {
    this.cells = new CellKeeping(transaction, around.finder ?? FINDS_NOTHING_OUT);
  }

  /** Calls this write by another word in the log, and says for which purpose it was done where it serves one of its own. */
  recordAs(as: WrittenAs, purpose?: Purpose): void {
    this.as = as;
    this.purpose = purpose;
  }

  /**
   * The log tells of this write what is given here and nothing of the rows it touches: listed one by one, with whom they are
   * of, they would tell a yes from a no. It is told even where nothing was touched, because that would tell, too.
   */
  recordOnly(as: WrittenAs, ...touched: Touched[]): void {
    if (touched.length === 0) throw new Error('A write that is recorded as nothing is not recorded.');
    this.as = as;
    this.sole = touched;
  }

  /**
   * Tells with the event of this write by what right it was done, such as by a proof of who somebody is: the proof has no
   * event of its own, which would stand beside what it was given for. Of a write that is `recordOnly` nothing more is told.
   */
  attest(by: Touched): void {
    this.attested.push(by);
  }

  /**
   * For what time alone makes of something that was recorded when it was said: an event of its own would tell, by being there a
   * day after a decision and not after another, what was decided. Only an errand may, for nobody is answerable for the clock.
   */
  recordedBefore(): void {
    if (this.actor.kind !== 'system') throw new Error('What a person does is recorded.');
    this.silent = true;
  }

  /** What the log is told of this write; undefined when nothing was touched. */
  recorded():
    | { readonly as: WrittenAs; readonly touched: readonly Touched[]; readonly purpose?: Purpose | undefined }
    | undefined {
    if (this.silent) return undefined;
    if (this.sole) return { as: this.as, touched: this.sole };
    const untouched = [this, ...this.followers].every(
      ({ touched, changed }) => touched.length === 0 && !changed,
    );
    if (untouched) return undefined;
    if (this.touched.length === 0) throw new Error('What follows from a change follows from none.');
    return { as: this.as, touched: [...this.touched, ...this.attested], purpose: this.purpose };
  }

  /**
   * What follows from this write and its actor may neither do nor see, such as that consents fall with their recipient. It
   * is part of the same transaction, judged by what policies grant to the errand, and the event of this write stands for it.
   */
  errand(name: string): Write {
    const { organisationId, requestId } = this.actor;
    const follower = new Write(systemActor(name, organisationId, requestId), this.transaction, this.around);
    follower.follows = true;
    this.followers.push(follower);
    return follower;
  }

  /**
   * The actor as they are now and stay until this write ends: whoever takes access from them came first, or waits. A request
   * judges by what was known at its beginning, and somebody may have been put out since. Ask after the last lock that this write
   * may have to wait for: only then it cannot wait for somebody who waits for this write.
   * @throws auth.signed_out when they are nobody here any more
   */
  async actorNow(): Promise<Actor> {
    if (this.actor.kind === 'system') return this.actor;
    const { lookup } = this.around;
    if (!lookup) throw new Error('The gate was not told how actors are made.');
    const { organisationId, sessionId, requestId } = this.actor;
    const [row] = await this.transaction.query(lookup.bySessionHeld(organisationId, sessionId));
    if (!row) throw new CourtyardError('auth.signed_out');
    return lookup.toActor(organisationId, row, requestId);
  }

  /** Judges a row of this write once more, by `actorNow`. @throws not_found, auth.forbidden, auth.signed_out */
  async confirm<Row extends object, Action extends string>(
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    row: Row,
  ): Promise<void> {
    this.judge(policy, await this.actorNow(), action, keyOf(policy, row), row);
  }

  /** Reads and locks a row that is about to be changed. @throws not_found, auth.forbidden */
  async get<Row extends object, Action extends string>(
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    key: Key<Row>,
  ): Promise<Row> {
    const row = await this.find(policy, key);
    return this.judge(policy, this.actor, action, askedOf(policy, key), row);
  }

  /** Rows that the actor may do the action with, by one column of their key or by id. */
  async load<Row extends object, Action extends string>(
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    ids: readonly string[],
  ): Promise<Row[]> {
    const key = keyColumns(policy)[0];
    if (!key || ids.length === 0) return [];
    return this.read(policy, action, selectByKeys(policy, this.actor, action, key, ids));
  }

  /** Rows that the actor may do the action with, by a column that comes with the row. At most 1,000 values. */
  async loadBy<Row extends object, Action extends string>(
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    property: keyof Row & string,
    values: readonly string[],
  ): Promise<Row[]> {
    const column = lookupColumn(policy, action, property, values);
    if (values.length === 0) return [];
    return this.read(policy, action, selectByKeys(policy, this.actor, action, column, values));
  }

  /** The first rows of a list, or those after a position, as this transaction sees them. */
  async list<Row extends object, Action extends string>(
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    query: ListQuery<Row>,
  ): Promise<Row[]> {
    const statement = selectPage(policy, this.actor, action, query);
    return (await this.read(policy, action, statement)).slice(0, query.first);
  }

  /** Stores a new row that the policy lets the actor create. @throws auth.forbidden */
  async create<Row extends object, Action extends string>(
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    values: Partial<Row>,
  ): Promise<void> {
    const row = { ...values, organisationId: this.actor.organisationId };
    this.assertMayCreate(policy, action, row);
    this.transaction.later(insertRow(policy, this.actor, values as Record<string, unknown>));
    this.laterAll(reindexRow(policy, this.actor, null, row));
    await this.cells.created(policy, [row]);
    this.remember(policy, 'created', row);
    this.touch(policy, action, row);
  }

  /** Like `create`, but a row that is there already stays as it is. @returns whether it is new. @throws auth.forbidden */
  async createIfAbsent<Row extends object, Action extends string>(
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    values: Partial<Row>,
  ): Promise<boolean> {
    const row = { ...values, organisationId: this.actor.organisationId };
    this.assertMayCreate(policy, action, row);
    const { text, values: parameters } = insertRow(policy, this.actor, values as Record<string, unknown>);
    const inserted = await this.transaction.query({
      text: `${text} on conflict do nothing returning 1`,
      values: parameters,
    });
    if (inserted.length === 0) return false;
    this.laterAll(reindexRow(policy, this.actor, null, row));
    await this.cells.created(policy, [row]);
    this.remember(policy, 'created', row);
    this.touch(policy, action, row);
    return true;
  }

  /**
   * Stores many rows in a few statements, for work that nobody waits for. Each is judged; one that is there already, by any
   * unique key, stays as it is. All rows fill the same columns.
   * @returns those that are new, in the order given. @throws auth.forbidden when one is not allowed: then none is stored.
   */
  async createMany<Row extends object, Action extends string, Values extends Partial<Row>>(
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    rows: readonly Values[],
  ): Promise<Values[]> {
    const { organisationId } = this.actor;
    for (const row of rows) this.assertMayCreate(policy, action, { ...row, organisationId });
    const created: Values[] = [];
    for (let from = 0; from < rows.length; from += MOST_ROWS_AT_ONCE) {
      const some = rows.slice(from, from + MOST_ROWS_AT_ONCE);
      const inserted = await this.transaction.query(
        insertRows(policy, this.actor, some as readonly Record<string, unknown>[]),
      );
      const keys = new Set(inserted.map((row) => row.join('/')));
      // Deleted when met: of two rows with one key the first was stored.
      const fresh = some.filter((row) => keys.delete(keyOf(policy, row)));
      const index = indexRows(policy, this.actor, fresh as readonly Record<string, unknown>[]);
      if (index) this.transaction.later(index);
      await this.cells.created(policy, fresh as readonly Record<string, unknown>[]);
      for (const row of fresh) {
        this.remember(policy, 'created', row);
        this.touch(policy, action, row);
      }
      created.push(...fresh);
    }
    return created;
  }

  /**
   * Changes a row the policy lets the actor act on, and counts its `version` up where it has one.
   * @param expected the version the caller read; another one ends with `conflict.stale_version`.
   * @throws not_found, auth.forbidden, conflict.stale_version
   */
  async change<Row extends object, Action extends string>(
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    key: Key<Row>,
    changes: Partial<Row> | ((row: Row) => Partial<Row>),
    expected?: number,
  ): Promise<Row> {
    const row = await this.get(policy, action, key);
    const versioned = policy.columns.has('version');
    const version = (row as { version?: number }).version ?? 0;
    if (expected !== undefined && version !== expected) throw new CourtyardError('conflict.stale_version');
    const values: Record<string, unknown> = { ...(typeof changes === 'function' ? changes(row) : changes) };
    if (versioned) values['version'] = version + 1;
    this.transaction.later(updateRow(policy, this.actor, row as Record<string, unknown>, values));
    const after = Object.assign(Object.create(policy.entity.prototype), row, values) as Row;
    this.laterAll(
      reindexRow(policy, this.actor, row as Record<string, unknown>, after as Record<string, unknown>),
    );
    await this.cells.changed(policy, row as Record<string, unknown>, after as Record<string, unknown>);
    this.remember(policy, 'changed', row, after);
    this.touch(policy, action, row);
    return after;
  }

  /**
   * Stores whom the words of a row are about: only then may it leave, if each of them agrees. Nobody is an answer.
   * @param expected the version whose words were read; what was said since is not what was marked.
   * @throws not_found, auth.forbidden, conflict.stale_version
   */
  async markPersons<Row extends object, Action extends string>(
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    key: Key<Row>,
    employeeIds: readonly string[],
    expected: number,
  ): Promise<Row> {
    const row = await this.get(policy, action, key);
    if ((row as { version?: number }).version !== expected)
      throw new CourtyardError('conflict.stale_version');
    await this.cells.marked(policy, row as Record<string, unknown>, employeeIds);
    this.touch(policy, action, row);
    return row;
  }

  /**
   * Moves a row's own bookkeeping, such as when it was last used, and leaves no event: a log of it would be a log of what
   * people do all day (privacy-model.md section 6). Counts no version, because no person changed anything.
   * @throws not_found, auth.forbidden
   */
  async keep<Row extends object, Action extends string>(
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    key: Key<Row>,
    changes: Partial<Row>,
  ): Promise<void> {
    const row = await this.get(policy, action, key);
    this.transaction.later(
      updateRow(policy, this.actor, row as Record<string, unknown>, changes as Record<string, unknown>),
    );
    await this.cells.changed(policy, row as Record<string, unknown>, { ...row, ...changes });
    this.remember(policy, 'changed', row, { ...row, ...changes });
  }

  /**
   * The same for every row that matches, in one statement.
   * @throws Error where the change is one to remember or moves cells: that is told row by row
   */
  async keepAll<Row extends object, Action extends string>(
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    where: Filter<Row>,
    changes: Partial<Row>,
  ): Promise<void> {
    const values = changes as Record<string, unknown>;
    if (isRemembered(policy))
      throw new Error(`${policy.resource} is kept row by row, because it is remembered.`);
    this.cells.assertFollows(policy, values);
    this.transaction.later(updateRows(policy, this.actor, action, where as Filter<object>, values));
  }

  /**
   * Deletes a row the policy lets the actor act on. Only a row with an index beside it is locked before: a lock needs the
   * right to change rows, and some tables are only added to and taken from.
   * @throws not_found, auth.forbidden
   */
  async remove<Row extends object, Action extends string>(
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    key: Key<Row>,
  ): Promise<Row> {
    const found = await this.find(policy, key, reachOf(policy) ? 'locked' : 'unlocked');
    const row = this.judge(policy, this.actor, action, askedOf(policy, key), found);
    this.laterAll(reindexRow(policy, this.actor, row as Record<string, unknown>, null));
    const deleted = await this.transaction.query(
      deleteRow(policy, this.actor, action, row as Record<string, unknown>),
    );
    // Somebody was quicker.
    if (deleted.length === 0) throw new CourtyardError('not_found');
    await this.cells.removed(policy, row as Record<string, unknown>);
    this.remember(policy, 'removed', row);
    this.touch(policy, action, row);
    return row;
  }

  /**
   * Changes every row that matches and that the policy lets the actor act on, in one statement: what belongs to a row
   * that the same write changed before, such as the comments of a post that is withdrawn. That row's audit event stands
   * for all of them, so without one it is refused: nothing changes unrecorded.
   * @returns the keys of the rows that changed
   */
  async changeAll<Row extends object, Action extends string>(
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    where: Filter<Row>,
    changes: Partial<Row>,
  ): Promise<string[]> {
    if (this.touched.length === 0 && !this.follows)
      throw new Error('Rows change together with the row they belong to, and none was changed.');
    const values = changes as Record<string, unknown>;
    this.cells.assertFollows(policy, values);
    const statement = updateRows(policy, this.actor, action, where as Filter<object>, values);
    const changed = (await this.transaction.query(statement)).map((key) => key.join('/'));
    await this.cells.changedAll(policy, values, changed);
    this.changed = true;
    return changed;
  }

  /** Notes that the counters of a row are to be counted anew soon. */
  async due<Row extends object>(policy: Policy<Row, string>, id: string): Promise<void> {
    this.isDue = true;
    this.transaction.later(dueTally(this.actor.organisationId, policy, id));
  }

  /** Counts the counters of these rows anew, in this write and without telling of each: for work that tells once. */
  async recount<Row extends object>(policy: Policy<Row, string>, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) this.transaction.later(recount(this.actor.organisationId, policy, ids));
  }

  /** Tells the rest of the house, once this is committed. A payload carries ids only. */
  async emit(
    topic: string,
    payload: Readonly<Record<string, string | readonly string[] | number | boolean>>,
  ): Promise<void> {
    this.transaction.later(outboxRow(this.actor.organisationId, topic, payload));
  }

  /** Fresh audience keys, never given before. */
  async nextAudienceKeys(count: number): Promise<string[]> {
    return (await this.transaction.query(nextAudienceKeys(count))).map(([key]) => String(key));
  }

  /**
   * Gives people audience keys, or takes them. It follows from a change this write made before: what moved, joined or left
   * was judged then.
   * @returns the ids of those whose keys changed.
   */
  grantKeys(keys: readonly string[], employeeIds: readonly string[]): Promise<string[]> {
    return this.holders(employeeIds, (some) => grantKeys(this.actor, keys, some));
  }

  /** Gives each of these people a key of their own. @returns the ids of those whose keys changed. */
  async grantEach(
    grants: readonly { readonly key: string; readonly employeeId: string }[],
  ): Promise<string[]> {
    const byPerson = new Map(grants.map((grant) => [grant.employeeId, grant]));
    return this.holders([...byPerson.keys()], (some) =>
      grantEach(
        this.actor,
        some.flatMap((id) => byPerson.get(id) ?? []),
      ),
    );
  }

  /** Gives a key to all who hold another one. @returns the ids of those whose keys changed. */
  async grantToHolders(key: string, of: string): Promise<string[]> {
    this.assertFollowsFromChange();
    this.transaction.later(lockHoldersOf(this.actor, of));
    const rows = await this.transaction.query(grantToHolders(this.actor, key, of));
    return rows.map(([id]) => String(id));
  }

  /** Which of the keys each of these people holds; for who was let through to what the keys belong to. */
  async holdings(
    keys: readonly string[],
    employeeIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    return heldBy(await this.transaction.query(holdings(this.actor, keys, employeeIds)));
  }

  /**
   * The same, and it stays so until this write ends: whoever takes a key from one of them came first, or waits. Ask once, about all
   * whom this write holds: people are locked in one order.
   */
  async holdingsHeld(
    keys: readonly string[],
    employeeIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    this.transaction.later(shareHolders(this.actor, employeeIds));
    return this.holdings(keys, employeeIds);
  }

  /** Takes a key from everybody but these people. @returns the ids of those whose keys changed. */
  async revokeFromOthers(key: string, employeeIds: readonly string[]): Promise<string[]> {
    this.assertFollowsFromChange();
    this.transaction.later(lockHoldersOf(this.actor, key));
    const rows = await this.transaction.query(revokeFromOthers(this.actor, key, employeeIds));
    return rows.map(([id]) => String(id));
  }

  revokeKeys(keys: readonly string[], employeeIds: readonly string[]): Promise<string[]> {
    return this.holders(employeeIds, (some) => revokeKeys(this.actor, keys, some));
  }

  revokeEveryKey(employeeIds: readonly string[]): Promise<string[]> {
    return this.holders(employeeIds, (some) => revokeEveryKey(this.actor, some));
  }

  private async holders(
    employeeIds: readonly string[],
    statement: (some: readonly string[]) => Statement,
  ): Promise<string[]> {
    this.assertFollowsFromChange();
    const changed: string[] = [];
    for (let from = 0; from < employeeIds.length; from += MOST_HOLDERS_AT_ONCE) {
      const some = employeeIds.slice(from, from + MOST_HOLDERS_AT_ONCE);
      // A statement of its own: the next one must see what others committed while this one waited.
      this.transaction.later(lockHolders(this.actor, some));
      for (const [id] of await this.transaction.query(statement(some))) changed.push(String(id));
    }
    return changed;
  }

  private assertFollowsFromChange(): void {
    if (!this.acted) throw new Error('Audience keys follow from a change, and nothing was changed.');
  }

  /** Gives the organisation the handle it is named by before sign-in; false when another one has it. */
  async takeHandle(handle: string): Promise<boolean> {
    const { organisationId } = this.actor;
    const text = `insert into organisation_handle (handle, organisation_id) values ($1::text, $2::uuid)
on conflict do nothing returning handle`;
    return (await this.transaction.query({ text, values: [handle, organisationId] })).length === 1;
  }

  /**
   * Looks up ahead whom a text may name that a row of this write will have: the question travels with others, and storing the row
   * asks no more.
   */
  foresee(text: string): Promise<void> {
    return this.cells.foresee(text);
  }

  /** Claims an idempotency key; false when it was claimed before, also by a write that is about to commit. */
  async claim(claim: Claim): Promise<boolean> {
    return (await this.transaction.query(claimKey(claim))).length === 1;
  }

  /** @throws not_found, auth.forbidden; both are recorded. */
  private judge<Row extends object>(
    policy: Policy<Row, string>,
    actor: Actor,
    action: string,
    id: string,
    row: Row | null,
  ): Row {
    try {
      return judged(policy, actor, action, row);
    } catch (refusal) {
      this.around.refused?.(refusedOf(policy, action, id, refusal, row));
      throw refusal;
    }
  }

  /** @throws auth.forbidden, which is recorded. */
  private assertMayCreate(policy: Policy, action: string, row: object): void {
    if (allows(policy, this.actor, action, row)) return;
    this.around.refused?.({ resource: policy.resource, id: keyOf(policy, row), action });
    throw refusalOf(policy, this.actor, action);
  }

  /** Judged in SQL and again in memory, as at the gate. */
  private async read<Row extends object>(
    policy: Policy<Row, string>,
    action: string,
    statement: Statement,
  ): Promise<Row[]> {
    const rows = await this.transaction.query(statement);
    const columns = projectionOf(policy, action);
    return rows
      .map((row) => toEntity(policy, columns, row))
      .filter((row) => allows(policy, this.actor, action, row));
  }

  private async find<Row extends object>(
    policy: Policy<Row, string>,
    key: Key<Row>,
    how: 'locked' | 'unlocked' = 'locked',
  ): Promise<Row | null> {
    const parts = typeof key === 'string' ? { id: key } : (key as Record<string, unknown>);
    const [row] = await this.transaction.query(selectForChange(policy, this.actor, parts, how));
    return row ? toEntity(policy, projectionOf(policy), row) : null;
  }

  private laterAll(statements: readonly Statement[]): void {
    for (const statement of statements) this.transaction.later(statement);
  }

  private remember(
    policy: Policy,
    step: 'created' | 'changed' | 'removed',
    ...rows: readonly object[]
  ): void {
    for (const entry of toRemember(policy, step, ...rows)) {
      if (!this.around.remember) throw new Error('The gate was not told where the ledger is.');
      this.around.remember(entry);
    }
  }

  private touch(policy: Policy, action: string, row: object): void {
    this.acted = true;
    if (policy.unrecorded.has(action)) return;
    const id = keyOf(policy, row);
    this.touched.push({ resource: policy.resource, id, action, personId: personOf(policy, row) });
  }
}

function keyOf(policy: Policy, row: object): string {
  return keyColumns(policy)
    .map(({ property }) => String((row as Record<string, unknown>)[property]))
    .join('/');
}

/** What a client asked for, as one text. */
function askedOf<Row extends object>(policy: Policy<Row, string>, key: Key<Row>): string {
  return typeof key === 'string' ? key : keyOf(policy, key);
}

/**
 * A refusal as it is recorded: by what was asked for, so that the hidden and the absent leave the same. Only of a row that the
 * actor may see anyway is told whom it is about (docs/decisions/0027).
 */
export function refusedOf(
  policy: Policy,
  action: string,
  id: string,
  refusal: unknown,
  row: object | null,
): Touched {
  const isSeen = refusal instanceof CourtyardError && refusal.code !== 'not_found';
  const personId = personOf(policy, isSeen && row ? row : { id });
  return { resource: policy.resource, id, action, ...(personId === undefined ? {} : { personId }) };
}

/**
 * The one place where a row becomes an answer or a refusal. Who may not even read it learns nothing but "not found".
 * @throws not_found, auth.forbidden
 */
export function judged<Row extends object>(
  policy: Policy,
  actor: Actor,
  action: string,
  row: Row | null,
): Row {
  if (!row) throw new CourtyardError('not_found');
  if (allows(policy, actor, action, row)) return row;
  if (isReadable(policy) && allows(policy, actor, 'read', row)) throw refusalOf(policy, actor, action);
  throw new CourtyardError('not_found');
}

/** Whether seeing a row is an action of its own, and not part of every other. */
export function isReadable({ actions }: Policy): boolean {
  return actions.includes('read');
}
