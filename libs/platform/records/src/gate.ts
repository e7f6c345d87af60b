import { createHmac, randomBytes } from 'node:crypto';
import { type Actor, allows, type EmployeeActor, type MappedColumn, type Policy } from '@courtyard/access';
import { fieldsOf } from '@courtyard/catalogue';
import type { Database, Row, Statement } from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';
import type DataLoader from 'dataloader';
import type { ActorLookup } from './actor-lookup.js';
import { ActorsOfMany } from './actors-of-many.js';
import type { Cells } from './cell/cell-columns.js';
import { cellsRead, selectCells } from './cell/cells.js';
import { FINDS_NOTHING_OUT, type FoundNames, type NameFinder } from './cell/name-finder.js';
import { CLAIMS_AT_ONCE, claimOf, firstClaim, forgetClaims, type OnceRequest, sameClaim } from './claim.js';
import { type Companion, type Met, meetCompanions } from './companion.js';
import { personOf } from './concern.js';
import { canBe, fromCursor, toCursor } from './cursor.js';
import {
  countHolders,
  type HolderCount,
  heldBy,
  holderCounts,
  holdings,
  type Newcomers,
  type NewcomersQuery,
  newcomers,
  newcomersOf,
} from './holders.js';
import { JudgedForMany, sameMet } from './judged-for-many.js';
import { keyColumns } from './key-columns.js';
import type { Ledger, Remembered } from './ledger.js';
import { Loaders } from './loaders.js';
import { isOnRecord, type Look } from './on-record.js';
import { outboxRow } from './outbox-row.js';
import { type ReadingKind, type ReadingLimit, readingKindOf } from './reading.js';
import { assertNoContent, assertReckons, type Reckoning } from './reckoning.js';
import { Refusals } from './refusals.js';
import { fromText, projectionOf, toEntity } from './row.js';
import type { SearchQuery } from './search/search-query.js';
import { searchables } from './search/searchable.js';
import { type SearchPage, search } from './search/searching.js';
import {
  type Filter,
  type ListQuery,
  lookupColumn,
  selectByKeys,
  selectContent,
  selectCount,
  selectPage,
  selectShuffled,
  shuffledAt,
  tieBreaker,
} from './selection.js';
import type { Seen } from './shared-row.js';
import { foldTallies } from './tally.js';
import { Together } from './together.js';
import type { AuditTrail } from './trail.js';
import { isReadable, judged, type Key, refusedOf, Write } from './write.js';

/** For the one transaction of a flight. */
const SET_LOCAL = 'select set_config($1, $2, true)';

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
}

/** What a client may ask of a list. */
export type PageQuery<Row> = Omit<ListQuery<Row>, 'after'> & { readonly after?: string | null };

const MOST_ROWS = 100;
const MOST_COUNTED = 100_000;
/** As the table has it; what cannot be a handle, such as text with a NUL, is not sent to the database. */
const HANDLE = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** What is shown in an order of each reader's own; see `Gate.sample`. */
export type SampleQuery<Row> = Pick<PageQuery<Row>, 'where' | 'first' | 'after' | 'companions'> & {
  readonly about: string;
  readonly most: number;
};

/**
 * The gate: the only door between domains and rows (privacy-model.md section 1).
 *
 * 1. Every statement names the actor's organisation; row-level security stands behind it.
 * 2. Every row that leaves was judged by the policy in SQL and is judged again in memory.
 * 3. Unknown, foreign and hidden rows are the same `not_found`.
 * 4. A write, its audit event and its outbox rows are one transaction.
 * 5. A guarded field leaves through `reveal` only, and its record is stored before it is read.
 * 6. Rows that are read on record only leave through `listOnRecord`, and the record is stored before they are read.
 * 7. What a person took back or had erased is in the ledger before it is committed, so that a restore does it again.
 * 8. Bytes that do not come with a row, such as a picture, leave through `content` only, with the row they were judged by.
 */
export class Gate {
  private readonly loaders = new Loaders();
  /** Told of every refusal; whoever guards an operation as a whole tells it, too. */
  readonly refusals: Refusals;
  /** Who changed something in this request: an answer to that is no reading. */
  private readonly wrote = new WeakSet<Actor>();
  /** What came along for an actor who asked among many, until it is wanted. */
  private readonly besides = new WeakMap<Actor, readonly Met[]>();
  private forMany: JudgedForMany;
  private actorsOfMany: ActorsOfMany;
  private lookup: ActorLookup | undefined;
  private finder: NameFinder | undefined;
  private ledger: Ledger | undefined;
  private orderSecret: Uint8Array = randomBytes(32);

  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
    /** Called after a commit that has something to tell. */
    private readonly onCommit: () => void = () => {},
    /** Called after a commit that left something to be counted anew in this organisation; see `fold`. */
    private readonly onDue: (organisationId: string) => void = () => {},
    /** How much is read in an hour; without it, as for work that nobody reads by, nothing is counted. */
    private readonly reading?: ReadingLimit,
  ) {
    this.refusals = new Refusals(audit);
    this.forMany = new JudgedForMany(database);
    this.actorsOfMany = new ActorsOfMany(database, () => this.actorLookup());
  }

  /** Says by which connections is read what many ask for at once; else they are those of everybody's requests. */
  useConnectionsForMany(database: Database): void {
    this.forMany = new JudgedForMany(database);
    this.actorsOfMany = new ActorsOfMany(database, () => this.actorLookup());
  }

  /** Stores what refusals are still to be told of. */
  close(): Promise<void> {
    return this.refusals.close();
  }

  /**
   * One page of what the actor may do the action with.
   * @throws input.invalid for a bad cursor, size or filter; reading.too_much
   */
  async list<Row extends object, Action extends string>(
    actor: Actor,
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    query: PageQuery<Row>,
  ): Promise<Page<Row>> {
    refuseOffRecord(policy, action);
    const kind = readingKindOf(policy);
    if (kind && !this.wrote.has(actor)) this.reading?.assert(actor, kind);
    const page = await this.pageOf(actor, policy, action, query);
    if (kind) this.reading?.count(actor, kind, weightOf(query, page.rows.length));
    return page;
  }

  /**
   * One page of what is read on record: the record is stored before anything is read, and says how it ended.
   * @throws input.invalid for a bad cursor, size or filter; server.unavailable when the record cannot be stored.
   */
  async listOnRecord<Row extends object, Action extends string>(
    actor: Actor,
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    { operation, filters = {} }: Look,
    query: PageQuery<Row>,
  ): Promise<Page<Row>> {
    const { resource } = policy;
    const opened = await this.audit.open(actor, operation, [
      { resource, id: actor.organisationId, action },
      ...Object.entries(filters).map(([name, id]) => ({
        resource: `${resource}.${name}`,
        id,
        action: 'filter',
      })),
    ]);
    try {
      const page = await this.pageOf(actor, policy, action, query);
      opened.close('answered');
      return page;
    } catch (failure) {
      opened.close('failed');
      throw failure;
    }
  }

  private async pageOf<Row extends object>(
    actor: Actor,
    policy: Policy<Row>,
    action: string,
    query: PageQuery<Row>,
  ): Promise<Page<Row>> {
    assertSize(query.first);
    const after = query.after ? fromCursor(query.after) : null;
    const statement = selectPage(policy, actor, action, {
      ...query,
      after,
    } as ListQuery<Row>);
    const rows = await this.read(actor, policy, action, statement, query.companions);
    const page = rows.slice(0, query.first) as Row[];
    const last = page[page.length - 1] as Record<string, unknown> | undefined;
    const endCursor = last
      ? toCursor({ order: String(last[query.order.by]), key: String(last[tieBreaker(policy).property]) })
      : null;
    return { rows: page, endCursor, hasNextPage: rows.length > query.first };
  }

  /**
   * Rows in an order of the actor's own, which nobody foresees and which stays the same for one thing: the first `most` of it, in pages,
   * and never more. Neither a page nor a cursor tells how many there are beyond them: a cursor names its last row and not the place
   * of it, which would tell how close the others lie.
   * @param about the id of what they belong to
   * @throws input.invalid for a bad cursor or size
   */
  async sample<Row extends object, Action extends string>(
    actor: EmployeeActor,
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    { about, most, ...query }: SampleQuery<Row>,
  ): Promise<Page<Row>> {
    refuseOffRecord(policy, action);
    assertSize(query.first);
    const { property, type } = tieBreaker(policy);
    const key = createHmac('sha256', this.orderSecret)
      .update([actor.organisationId, actor.employeeId, about].join('/'))
      .digest();
    const after = query.after ? fromCursor(query.after) : null;
    if (after && !(after.order === '' && canBe(type, after.key)))
      throw new CourtyardError('input.invalid', { fields: ['after'] });
    const statement = selectShuffled(policy, actor, action, { ...query, first: most }, key);
    const all = (await this.read(actor, policy, action, statement, query.companions)) as Row[];
    const idOf = (row: Row) => String((row as Record<string, unknown>)[property]);
    const from = after && shuffledAt(key, after.key);
    const left = from === null ? all : all.filter((row) => shuffledAt(key, idOf(row)) > from);
    const rows = left.slice(0, query.first);
    const last = rows[rows.length - 1];
    const endCursor = last ? toCursor({ order: '', key: idOf(last) }) : null;
    return { rows, endCursor, hasNextPage: left.length > query.first };
  }

  /** Says by which secret `sample` orders; the same in every process and after a restart. */
  useOrderSecret(secret: Uint8Array): void {
    this.orderSecret = secret;
  }

  /**
   * One row.
   * @param how `aside` for work that shows the row to nobody, which is not counted as reading it
   * @throws not_found, auth.forbidden, reading.too_much
   */
  async get<Row extends object, Action extends string>(
    actor: Actor,
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    id: string,
    how?: 'aside',
  ): Promise<Row> {
    const seen = action === 'read' || !isReadable(policy) ? action : 'read';
    const kind = readingKindOf(policy);
    const counts =
      kind && how !== 'aside' && seen === 'read' && id !== (actor as Partial<EmployeeActor>).employeeId;
    if (counts && !this.wrote.has(actor)) this.reading?.assert(actor, kind);
    const row = await this.loader(actor, policy, seen).load(id);
    if (counts && row) this.reading?.count(actor, kind, 1);
    return this.judge(policy, actor, action, action, id, row as Row | null);
  }

  /** @throws not_found, auth.forbidden; both are recorded. */
  private judge<Row extends object>(
    policy: Policy<Row>,
    actor: Actor,
    operation: string,
    action: string,
    id: string,
    row: Row | null,
  ): Row {
    try {
      return judged(policy, actor, action, row);
    } catch (refusal) {
      this.refusals.tell(actor, operation, refusedOf(policy, action, id, refusal, row));
      throw refusal;
    }
  }

  /**
   * One page of what the actor may read and fits the query, the best first, then the newest. Nothing is counted.
   * @throws input.invalid for a cursor of anything else, or a bad size; reading.too_much
   */
  async search(
    actor: Actor,
    query: SearchQuery,
    page: { readonly first: number; readonly after?: string | null },
  ): Promise<SearchPage> {
    assertSize(page.first);
    const countedAs = new Map<string, ReadingKind>();
    for (const { kind, policy, said } of searchables()) {
      if (query.kinds?.includes(kind) === false) continue;
      // All that was said counts like posts: elsewhere a comment is read below its post, which was counted.
      const as = readingKindOf(policy) ?? (said ? 'posts' : undefined);
      if (as) countedAs.set(kind, as);
    }
    const counted = new Set(countedAs.values());
    if (!this.wrote.has(actor)) for (const as of counted) this.reading?.assert(actor, as);
    const found = await search(actor, query, page, {
      propose: async (statement) => (await this.database.flight(actor.organisationId, [statement]))[0] ?? [],
      load: ({ policy }, id) => this.loader(actor, policy, 'read').load(id),
    });
    for (const as of counted) {
      const rows = found.rows.filter(({ kind }) => countedAs.get(kind) === as).length;
      // A name that is looked for shows some that are like it, as in the directory; all else is reading.
      const isLookedFor = as === 'profiles' && query.terms.length > 0;
      this.reading?.count(actor, as, isLookedFor ? Math.ceil(rows / 10) : rows);
    }
    return found;
  }

  /** One row, or null where the actor may not see it; batched with its neighbours of the same request. */
  async load<Row extends object, Action extends string>(
    actor: Actor,
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    id: string,
  ): Promise<Row | null> {
    return (await this.loader(actor, policy, action).load(id)) as Row | null;
  }

  /** One row with its companions, in one statement of its own; null where the actor may not see it. */
  async loadWith<Row extends object, Action extends string>(
    actor: Actor,
    policy: Policy<Row, Action>,
    action: Action,
    id: string,
    companions: readonly Companion[],
  ): Promise<Row | null> {
    refuseOffRecord(policy, action);
    const [key] = keyColumns(policy);
    if (!key) throw new Error(`${policy.resource} has no key.`);
    const statement = selectByKeys(policy, actor, action, key, [id], companions);
    const [row = null] = await this.read(actor, policy, action, statement, companions);
    this.loader(actor, policy, action).clear(id).prime(id, row);
    return row as Row | null;
  }

  /**
   * One row for some who are told of it together, at most 250, in their order: in one statement with whoever asks at the same time,
   * each judged for themself. What came along waits for `bring`; the row is one object for all who may see it, and nobody may
   * write on it.
   * @param companions a constant, by which those who ask for the same are known
   */
  async loadForMany<Row extends object, Action extends string>(
    actors: readonly Actor[],
    policy: Policy<Row, Action>,
    action: Action,
    id: string,
    companions: readonly Companion[],
  ): Promise<readonly (Row | null)[]> {
    refuseOffRecord(policy, action);
    const asked = actors.map((actor) => ({ actor, policy, action, id, companions }));
    const seen = await this.forMany.load(asked);
    return actors.map((actor, at) => this.setBeside(actor, seen[at] ?? null) as Row | null);
  }

  private setBeside(actor: Actor, seen: Seen | null): object | null {
    if (!seen) return null;
    const met = this.besides.get(actor);
    this.besides.set(actor, met ? [...met, ...seen.met] : seen.met);
    return seen.row;
  }

  /** Whether the same came along for two of many. */
  broughtAlike(one: Actor, other: Actor): boolean {
    return sameMet(this.besides.get(one) ?? [], this.besides.get(other) ?? []);
  }

  /** Puts what came along for an actor where resolvers ask for it on behalf of whoever stands for them. */
  bring(actor: Actor, to: Actor): void {
    for (const met of this.besides.get(actor) ?? []) this.meet(to, met);
  }

  /** All rows whose column has one of the values, for resolvers that batch by a parent's id. At most 1,000. */
  async loadBy<Row extends object, Action extends string>(
    actor: Actor,
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    property: keyof Row & string,
    values: readonly string[],
  ): Promise<Row[]> {
    refuseOffRecord(policy, action);
    const column = lookupColumn(policy, action, property, values);
    if (values.length === 0) return [];
    return (await this.read(
      actor,
      policy,
      action,
      selectByKeys(policy, actor, action, column, values),
    )) as Row[];
  }

  /** The same for one value, batched with its neighbours of the same request. */
  async loadMany<Row extends object, Action extends string>(
    actor: Actor,
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    property: keyof Row & string,
    value: string,
  ): Promise<readonly Row[]> {
    const loader = this.manyLoader(actor, policy, action, property);
    return (await loader.load(value)) as readonly Row[];
  }

  /**
   * How many rows match that the actor may do the action with, and at most `most`. A count of others' rows tells of them: ask it
   * of what is the actor's own, or tell it through `presentCount`.
   */
  async count<Row extends object, Action extends string>(
    actor: Actor,
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    where: Filter<Row>,
    most = MOST_COUNTED,
  ): Promise<number> {
    refuseOffRecord(policy, action);
    const statement = selectCount(policy as Policy, actor, action, where as Filter<object>, most);
    const [[row] = []] = await this.database.flight(actor.organisationId, [statement]);
    return Number(row?.[0] ?? 0);
  }

  /**
   * Distinct holders of each set of audience keys. Ask only about keys of rows the actor was let through to, or of groups
   * they may address: who may see a thing may see how many see it.
   */
  async countHolders(
    actor: Actor,
    sets: readonly (readonly string[])[],
    outsideOnly = false,
  ): Promise<HolderCount[]> {
    if (sets.length === 0) return [];
    const [rows = []] = await this.database.flight(actor.organisationId, [
      countHolders(actor, sets, outsideOnly),
    ]);
    return holderCounts(sets.length, rows);
  }

  /** Which of the keys each of these people holds; under the same condition as `countHolders`. */
  async holdings(
    actor: Actor,
    keys: readonly string[],
    employeeIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    if (employeeIds.length === 0) return new Map();
    const [rows = []] = await this.database.flight(actor.organisationId, [
      holdings(actor, keys, employeeIds),
    ]);
    return heldBy(rows);
  }

  /**
   * Who holds one of these keys and held none of them at a time before, the first of them by name; under the same condition as
   * `countHolders`. Whoever was given one before it was noted when counts as having held it.
   */
  async newcomers(actor: Actor, query: NewcomersQuery): Promise<Newcomers> {
    const statement = newcomers(actor, query);
    const [rows = []] = await this.database.flight(actor.organisationId, [statement]);
    return newcomersOf(rows);
  }

  /** Numbers and ids over all rows of the organisation; see `Reckoning`. @param values from `$2` on. @throws auth.forbidden */
  async reckon(actor: Actor, reckoning: Reckoning, values: readonly unknown[]): Promise<readonly Row[]> {
    assertReckons(actor, reckoning);
    const statement = { text: reckoning.text, values: [actor.organisationId, ...values] };
    const settings = Object.entries(reckoning.settings ?? {}).map((pair) => ({
      text: SET_LOCAL,
      values: pair,
    }));
    const rows = (await this.database.flight(actor.organisationId, [...settings, statement])).at(-1) ?? [];
    assertNoContent(reckoning, rows);
    return rows;
  }

  /** Says how actors are made; once, when the application starts. */
  useActorLookup(lookup: ActorLookup): void {
    this.lookup = lookup;
  }

  /**
   * Says how names are found in what people write; once, when the application starts. Until then every text counts as one
   * that may name somebody, so nothing of it can leave.
   */
  useNameFinder(finder: NameFinder): void {
    this.finder = finder;
  }

  /** Says where is kept what must hold after a restore; once, when the application starts. Without it such a write fails. */
  useLedger(ledger: Ledger): void {
    this.ledger = ledger;
  }

  get findsNames(): boolean {
    return this.finder !== undefined;
  }

  /**
   * Whom a text may name. Ask only about words of a row that is the actor's own: who is found tells who is in the directory,
   * so whatever is told of it goes through the directory's own policy.
   */
  async namesIn(actor: Actor, text: string): Promise<FoundNames> {
    const { organisationId } = actor;
    const read = async (statement: Statement) =>
      (await this.database.flight(organisationId, [statement]))[0] ?? [];
    const [found] = await (this.finder ?? FINDS_NOTHING_OUT).find(read, organisationId, [text]);
    if (!found) throw new Error('A text was not looked through.');
    return found;
  }

  /**
   * Whose yes the cells of a row need, for those who may do the action with the row; null for others. Batched with its
   * neighbours of the same request.
   */
  async cells<Row extends object, Action extends string>(
    actor: Actor,
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    id: string,
  ): Promise<Cells | null> {
    return this.cellsLoader(actor, policy, action).load(id);
  }

  /** The employee whose session has a token with this hash; null for an unknown, ended or expired one, and for who left. */
  async actor(
    organisationId: string,
    tokenHash: Buffer,
    requestId: string = crypto.randomUUID(),
  ): Promise<EmployeeActor | null> {
    return this.lookUp(organisationId, requestId, (lookup) => lookup.byToken(organisationId, tokenHash));
  }

  /** Whose session it is as they are now: at sign-in, and for a connection that outlives a request. Null when it is over. */
  async refresh(
    session: Pick<EmployeeActor, 'organisationId' | 'sessionId' | 'requestId'>,
  ): Promise<EmployeeActor | null> {
    const { organisationId, requestId, sessionId } = session;
    return this.lookUp(organisationId, requestId, (lookup) => lookup.bySession(organisationId, sessionId));
  }

  /** The same two among many sockets that ask at about the same time: one statement for some hundred of them. */
  actorAmongMany(organisationId: string, tokenHash: Buffer): Promise<EmployeeActor | null> {
    const key = tokenHash.toString('hex');
    return this.actorsOfMany.of({ organisationId, by: 'byTokens', key, requestId: crypto.randomUUID() });
  }

  refreshAmongMany({
    organisationId,
    sessionId,
    requestId,
  }: Pick<EmployeeActor, 'organisationId' | 'sessionId' | 'requestId'>): Promise<EmployeeActor | null> {
    return this.actorsOfMany.of({ organisationId, by: 'bySessions', key: sessionId, requestId });
  }

  /** A write of the actor's, named by its operation in the audit log. Nothing is half done. */
  async write<Result>(
    actor: Actor,
    operation: string,
    work: (write: Write) => Promise<Result>,
  ): Promise<Result> {
    const result = await this.database.transaction(actor.organisationId, async (begun) => {
      const transaction = new Together(begun);
      const remembered: Remembered[] = [];
      const write = new Write(actor, transaction, {
        lookup: this.lookup,
        finder: this.finder,
        refused: (touched) => this.refusals.tell(actor, operation, touched),
        remember: (entry) => remembered.push(entry),
      });
      const outcome = await work(write);
      const recorded = write.recorded();
      if (recorded) {
        const { touched, as, purpose } = recorded;
        transaction.later(this.audit.written(actor, operation, touched, as, purpose));
      }
      transaction.afterCommit(this.onCommit);
      if (write.isDue) transaction.afterCommit(() => this.onDue(actor.organisationId));
      // Last: nothing that is refused is remembered, and nothing is committed that is not.
      if (remembered.length > 0) {
        await transaction.flight([]);
        this.ledgerFor(remembered).append(actor.organisationId, remembered);
      }
      return outcome;
    });
    this.loaders.forget(actor);
    this.wrote.add(actor);
    return result;
  }

  /**
   * A write that creates something, at most once per idempotency key. The same key with the same input answers with the
   * first id; with another input it is refused.
   * @param work creates the row under the id it is given.
   * @param ahead asks what needs no answer to anything, and changes nothing: it travels with the claim. What it throws counts
   * only where the claim is the first.
   * @returns the id of what was created, now or the first time.
   * @throws input.invalid for a malformed key, conflict.idempotency_key_reused
   */
  async createOnce(
    actor: EmployeeActor,
    operation: string,
    request: OnceRequest,
    work: (write: Write, id: string) => Promise<void>,
    ahead: (write: Write) => Promise<unknown> = async () => {},
  ): Promise<string> {
    const claim = claimOf(actor, operation, request);
    const created = await this.write(actor, operation, async (write) => {
      const [claimed, asked] = await Promise.allSettled([write.claim(claim), ahead(write)]);
      if (claimed.status === 'rejected') throw claimed.reason;
      if (!claimed.value) return false;
      if (asked.status === 'rejected') throw asked.reason;
      await work(write, claim.id);
      return true;
    });
    if (created) return claim.id;
    const [[first] = []] = await this.database.flight(actor.organisationId, [firstClaim(claim)]);
    return sameClaim(claim, first);
  }

  /** Forgets the claims of all organisations that nobody repeats any more. @returns how many */
  async forgetClaims(): Promise<number> {
    let gone = 0;
    for (const organisationId of await this.organisations()) {
      for (let count = CLAIMS_AT_ONCE; count === CLAIMS_AT_ONCE; gone += count) {
        const [[row] = []] = await this.database.flight(organisationId, [forgetClaims(organisationId)]);
        count = Number(row?.[0] ?? 0);
      }
    }
    return gone;
  }

  /**
   * A guarded field of one row, recorded before it is read.
   * @throws not_found, auth.forbidden; server.unavailable when the record cannot be stored.
   */
  async reveal<Row extends object, Action extends string>(
    actor: Actor,
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    id: string,
    property: keyof Row & string,
    fieldNo: number,
  ): Promise<unknown> {
    const column = policy.columns.get(property);
    if (!column || column.selected) throw new Error(`${policy.resource}.${property} is not guarded.`);
    const touched = (row: object) => [
      { resource: policy.resource, id, action, personId: personOf(policy, row) },
    ];
    const seen = isReadable(policy) ? 'read' : action;
    const found = (await this.loader(actor, policy, seen).load(id)) as Row | null;
    const row = this.judge(policy, actor, 'reveal', action, id, found);
    const opened = await this.audit.open(actor, 'reveal', touched(row), [fieldNo]);
    try {
      // Judged once more in the statement that reads it: its owner may have closed it while the record was stored.
      const { text } = await this.readContent(actor, policy, action, { id }, column);
      opened.close('answered');
      return text === null ? null : fromText(column, text);
    } catch (failure) {
      opened.close('failed');
      throw failure;
    }
  }

  /**
   * The bytes of one row, and the row they were read with, in one statement: what is told of the row is true of the bytes.
   * Nothing is recorded, so it opens no guarded field.
   * @param property a `bytea` column that does not come with the row
   * @throws not_found for a row that is unknown, foreign or hidden, and for one without such bytes
   */
  async content<Row extends object, Action extends string>(
    actor: Actor,
    policy: Policy<Row, Action>,
    action: Action,
    key: Key<Row>,
    property: keyof Row & string,
  ): Promise<{ readonly row: Row; readonly content: Buffer }> {
    const column = policy.columns.get(property);
    const guarded = fieldsOf(policy.entity).some(({ name, guarded }) => guarded && name === property);
    if (column?.type !== 'bytea' || column.selected || guarded)
      throw new Error(`${policy.resource}.${property} is not content.`);
    const parts = typeof key === 'string' ? { id: key } : (key as Record<string, unknown>);
    const { row, text } = await this.readContent(actor, policy, action, parts, column);
    // Who may not read it learns the same of a row that is not there as of one that has nothing in it.
    if (text === null) throw new CourtyardError('not_found');
    return { row, content: fromText(column, text) as Buffer };
  }

  /** A column that does not come with its row, and the row, judged in SQL and again in memory. @throws not_found */
  private async readContent<Row extends object>(
    actor: Actor,
    policy: Policy<Row, string>,
    action: string,
    key: Readonly<Record<string, unknown>>,
    column: MappedColumn,
  ): Promise<{ readonly row: Row; readonly text: string | null }> {
    refuseOffRecord(policy, action);
    const [[cells] = []] = await this.database.flight(actor.organisationId, [
      selectContent(policy, actor, action, key, column),
    ]);
    const columns = projectionOf(policy, action);
    const row = cells && toEntity(policy, columns, cells);
    if (!row || !allows(policy, actor, action, row)) throw new CourtyardError('not_found');
    return { row, text: cells[columns.length] ?? null };
  }

  private ledgerFor([first]: readonly Remembered[]): Ledger {
    if (!this.ledger) throw new Error(`The gate was not told where the ledger is: ${first?.resource}.`);
    return this.ledger;
  }

  private async lookUp(
    organisationId: string,
    requestId: string,
    statement: (lookup: ActorLookup) => Statement,
  ): Promise<EmployeeActor | null> {
    const lookup = this.actorLookup();
    const [row] = await this.database.read(organisationId, statement(lookup));
    return row ? lookup.toActor(organisationId, row, requestId) : null;
  }

  private actorLookup(): ActorLookup {
    if (!this.lookup) throw new Error('The gate was not told how actors are made.');
    return this.lookup;
  }

  /**
   * The organisation a handle names; without a handle the only one there is. Read before sign-in, when no organisation is
   * set yet (a named exception of architecture.md); the table holds nothing about people.
   * @returns null for an unknown handle, and without one where there is none or more than one.
   */
  async organisationByHandle(handle: string | null): Promise<string | null> {
    if (handle !== null && !HANDLE.test(handle)) return null;
    const statement =
      handle === null
        ? { text: 'select distinct organisation_id from organisation_handle limit 2', values: [] }
        : {
            text: 'select organisation_id from organisation_handle where handle = $1::text',
            values: [handle],
          };
    const [rows = []] = await this.database.withoutOrganisation([statement]);
    return rows.length === 1 ? (rows[0]?.[0] ?? null) : null;
  }

  /** Every organisation of this installation, for work that goes round all of them; the table holds nothing about people. */
  async organisations(): Promise<string[]> {
    const statement = { text: 'select distinct organisation_id from organisation_handle', values: [] };
    const [rows = []] = await this.database.withoutOrganisation([statement]);
    return rows.map(([id]) => String(id));
  }

  /** Whether this installation has anybody's organisation yet; read before there is one, like the handle. */
  async hasOrganisations(): Promise<boolean> {
    const statement = { text: 'select 1 from organisation_handle limit 1', values: [] };
    const [rows = []] = await this.database.withoutOrganisation([statement]);
    return rows.length > 0;
  }

  /**
   * Counts anew what is due in one organisation and tells it as `<resource>.counted {id, …}`. Several processes may do so
   * at the same time: what is due is taken under a lock, by a statement that sees whatever made it due.
   * @returns how many rows were counted for
   */
  async fold(organisationId: string): Promise<number> {
    return this.database.transaction(organisationId, async (transaction) => {
      let counted = 0;
      for (const { resource, statement, read } of foldTallies(organisationId)) {
        const rows = await transaction.query(statement);
        counted += rows.length;
        const topic = `${resource.toLowerCase()}.counted`;
        for (const row of rows) transaction.later(outboxRow(organisationId, topic, read(row)));
      }
      if (counted > 0) transaction.afterCommit(this.onCommit);
      return counted;
    });
  }

  private loader(actor: Actor, policy: Policy, action: string): DataLoader<string, object | null> {
    refuseOffRecord(policy, action);
    return this.loaders.of(actor, `${policy.resource}:${action}`, async (ids) => {
      const [key] = keyColumns(policy);
      if (!key) throw new Error(`${policy.resource} has no key.`);
      const rows = await this.read(actor, policy, action, selectByKeys(policy, actor, action, key, ids));
      const byId = new Map(rows.map((row) => [(row as Record<string, string>)[key.property], row]));
      return ids.map((id) => byId.get(id) ?? null);
    });
  }

  private manyLoader(
    actor: Actor,
    policy: Policy,
    action: string,
    property: string,
  ): DataLoader<string, readonly object[]> {
    return this.loaders.of(actor, `${policy.resource}:${action}:${property}`, async (values) => {
      const rows = await this.loadBy(
        actor,
        policy as Policy<Record<string, unknown>>,
        action,
        property,
        values,
      );
      const byValue = Map.groupBy(rows, (row) => row[property]);
      return values.map((value) => byValue.get(value) ?? []);
    });
  }

  private cellsLoader(actor: Actor, policy: Policy, action: string): DataLoader<string, Cells | null> {
    return this.loaders.of(actor, `${policy.resource}:${action}:cells`, async (ids) => {
      const statement = selectCells(policy, actor, action, ids);
      const rows = await this.database.read(actor.organisationId, statement);
      const byId = cellsRead(policy, actor, action, rows);
      return ids.map((id) => byId.get(id) ?? null);
    });
  }

  private async read(
    actor: Actor,
    policy: Policy,
    action: string,
    statement: Statement,
    companions: readonly Companion[] = [],
  ): Promise<object[]> {
    const rows = await this.database.read(actor.organisationId, statement);
    const columns = projectionOf(policy, action);
    // The second judgement: a slip in the SQL must not become a leak.
    return rows.flatMap((cells) => {
      const row = toEntity(policy, columns, cells);
      if (!allows(policy, actor, action, row)) return [];
      if (companions.length > 0) this.welcome(actor, companions, row, cells.slice(columns.length));
      return [row];
    });
  }

  /** Puts companions where resolvers ask for them. What a loader knows already stays as it is. */
  private welcome(actor: Actor, companions: readonly Companion[], row: object, cells: Row): void {
    for (const met of meetCompanions(actor, companions, row as never, cells)) this.meet(actor, met);
  }

  private meet(actor: Actor, met: Met): void {
    const { policy, action, by } = met.companion;
    if ('cells' in met) this.cellsLoader(actor, policy, action).prime(met.id, met.cells);
    else if ('rows' in met) this.manyLoader(actor, policy, action, by).prime(met.id, met.rows);
    else this.loader(actor, policy, action).prime(met.id, met.row);
  }
}

function assertSize(first: number): void {
  if (!Number.isInteger(first) || first < 1 || first > MOST_ROWS)
    throw new CourtyardError('input.invalid', { fields: ['first'] });
}

/** Whoever forgets that a look must be on record learns it from the first test. */
function refuseOffRecord(policy: Policy, action: string): void {
  if (isOnRecord(policy, action)) throw new Error(`${policy.resource} is read on record only.`);
}

/** A search shows a screenful of what matches, to find one: it counts a tenth of what a walk through the list does. */
function weightOf({ where }: { readonly where?: object }, rows: number): number {
  const searches = Object.values(where ?? {}).some(
    (test) => test && typeof test === 'object' && 'words' in test,
  );
  return searches ? Math.ceil(rows / 10) : rows;
}
