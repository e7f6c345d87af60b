import { setTimeout as sleep } from 'node:timers/promises';
import {
  currentOperation,
  type PoolName,
  poolConnections,
  poolWait,
  poolWaiting,
  traced,
} from '@courtyard/observe';
import { type Connection, Pool, type PoolClient } from 'pg';
import { Convoys } from './convoys.js';
import { DatabaseError, DatabaseUnavailable, NoOrganisation } from './database.errors.js';
import { Flight, forgetNames } from './flight/flight.js';
import { refusal, unavailable } from './flight/refusal.js';
import { type PreparedStatement, prepare, type Row, type Statement } from './flight/statement.js';
import { BEGIN, BEGIN_SNAPSHOT, OpenTransaction, type Transaction } from './transaction.js';
import { STATEMENT_MILLIS, withSessionOptions } from './url.js';

export interface DatabaseOptions {
  url: string;
  /** Connections at most; 8 saturates the two cores this was measured on. */
  max?: number;
  applicationName?: string;
  /** How long a caller waits for a connection, in milliseconds. */
  patienceMillis?: number;
  /** The server ends a statement after this many milliseconds; a server that stays mute is given up a second later. */
  statementMillis?: number;
  /** Its name among the pools that are looked at; absent: it is not. */
  observedAs?: PoolName;
  /** Told of an `afterCommit` callback that threw; the commit stands whatever it does. */
  onAfterCommitFault?: (error: unknown) => void;
}

const SET_ORGANISATION = "select set_config('app.org', $1, true)";
const SET = 'select set_config($1, $2, true)';
const TRY_LOCK = 'select pg_try_advisory_xact_lock(hashtextextended($1, 0))';
/** Whoever holds a lock waits for a neighbour's network, not for us; the server's patience is for forgotten transactions. */
const NO_HASTE = ['idle_in_transaction_session_timeout', 'transaction_timeout'];
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Serialization failure and deadlock: the same work may succeed when it is done again. */
const WORTH_REPEATING = new Set(['40001', '40P01']);
/** A plan made before a migration, or statements dropped by a proxy: the connection forgets and starts afresh. */
const STALE_STATEMENTS = new Set(['0A000', '26000', '42P05']);
const MOST_REPEATS = 3;

/**
 * A pool of connections of one role. Every statement is prepared once per connection under a name, several travel
 * in one write (gate.md section 3), and the organisation is set for the transaction only.
 */
export class Database {
  /** Each write to a connection, answered as a whole, is a trip: a flight is one, a transaction some. */
  readonly counters = { statements: 0, flights: 0, transactions: 0, trips: 0 };
  private readonly pool: Pool;
  private readonly deadlineMillis: number;
  private readonly onAfterCommitFault: (error: unknown) => void;
  private readonly observedAs: PoolName | undefined;
  private readonly unwatch: readonly (() => void)[];
  private readonly convoys = new Convoys((organisationId, reads) => this.convoy(organisationId, reads));

  static open(options: DatabaseOptions): Database {
    return new Database(options);
  }

  private constructor(options: DatabaseOptions) {
    const statementMillis = options.statementMillis ?? STATEMENT_MILLIS;
    this.deadlineMillis = statementMillis + 1_000;
    this.onAfterCommitFault = options.onAfterCommitFault ?? warnOfAfterCommitFault;
    this.pool = new Pool({
      connectionString: withSessionOptions(options.url, statementMillis),
      max: options.max ?? 8,
      application_name: options.applicationName ?? 'courtyard',
      connectionTimeoutMillis: options.patienceMillis ?? 5_000,
      // Kept for good: a new connection would have to parse and plan every statement again.
      idleTimeoutMillis: 0,
      keepAlive: true,
    });
    // Both are needed: pg emits 'error' on the pool for idle connections and on the client for borrowed ones, and
    // an 'error' without listener ends the process. The flight under way is told by its own rejection.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
    this.observedAs = options.observedAs;
    this.unwatch = this.observedAs === undefined ? [] : watch(this.observedAs, this.pool);
  }

  /** One round trip, one implicit transaction, walled to one organisation. */
  async flight(organisationId: string, statements: readonly Statement[]): Promise<Row[][]> {
    const setting = organisation(organisationId);
    const results = await this.fly([setting, ...statements], true);
    return results.slice(1);
  }

  /**
   * One read, walled to one organisation. It shares its round trip with what others read at the same moment, so `statement`
   * must change nothing, not even a setting.
   */
  async read(organisationId: string, statement: Statement): Promise<Row[]> {
    organisation(organisationId);
    const prepared = prepare(statement);
    this.count(1);
    const go = () => this.convoys.read(organisationId, prepared);
    return this.observedAs === 'api' ? traced('flight', () => ({ statements: [prepared.name] }), go) : go();
  }

  /** For the named exceptions only; rows behind a row policy answer `NoOrganisation`. */
  withoutOrganisation(statements: readonly Statement[]): Promise<Row[][]> {
    return this.fly(statements, false);
  }

  /**
   * All of `work` or nothing. Done again up to three times after a serialization failure or deadlock, so `work`
   * must have no effect outside the transaction; such effects belong into `afterCommit`.
   */
  async transaction<T>(organisationId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const setting = organisation(organisationId);
    for (let repeats = 0; ; repeats++) {
      try {
        return await this.attempt(organisationId, [BEGIN, setting], work);
      } catch (error) {
        if (repeats === MOST_REPEATS || !isWorthRepeating(error)) throw error;
        // Two transactions that met in a deadlock should not meet again at once.
        await sleep(Math.random() * 10 * 2 ** repeats);
      }
    }
  }

  /**
   * Reads of one instant, however long they take (REPEATABLE READ, read only), walled to one organisation.
   * @param settings further settings of this transaction only, by name; for views that ask for them
   */
  snapshot<T>(
    organisationId: string,
    settings: Readonly<Record<string, string>>,
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    const further = Object.entries(settings).map((pair) => ({ text: SET, values: pair }));
    return this.attempt(organisationId, [BEGIN_SNAPSHOT, organisation(organisationId), ...further], work);
  }

  /**
   * Runs `work` while this database knows nobody else who runs work of this name; `false` at once where somebody does.
   * The lock is the transaction's, so the server lets go of it when this process dies, and it holds through PgBouncer.
   * `lost` is told when the connection goes and with it the lock: another may begin from then on.
   */
  async exclusively(name: string, work: (lost: AbortSignal) => Promise<void>): Promise<boolean> {
    const client = await this.take();
    const lost = new AbortController();
    const lose = () => lost.abort();
    client.once('end', lose);
    let fault: unknown;
    try {
      const patience = NO_HASTE.map((setting) => ({ text: SET, values: [setting, '0'] }));
      const opening = [BEGIN, ...patience, { text: TRY_LOCK, values: [name] }].map(prepare);
      const locked = (await this.send(client, opening, false)).at(-1)?.[0]?.[0] === 't';
      if (locked) await work(lost.signal);
      return locked;
    } finally {
      client.off('end', lose);
      await client.query('rollback').catch(() => {
        fault = new DatabaseUnavailable('lost');
      });
      giveBack(client, fault);
    }
  }

  /** Waits for work under way. */
  async close(): Promise<void> {
    for (const end of this.unwatch) end();
    if (!this.pool.ending) await this.pool.end();
  }

  private async fly(statements: readonly Statement[], organisationSet: boolean): Promise<Row[][]> {
    if (statements.length === 0) return [];
    const prepared = statements.map(prepare);
    this.count(statements.length - (organisationSet ? 1 : 0));
    return this.once((client) => this.send(client, prepared, organisationSet));
  }

  /** Each read is told of by itself; that they travelled together is nobody's business. */
  private async convoy(organisationId: string, reads: readonly PreparedStatement[]): Promise<Row[][]> {
    const prepared = [prepare(organisation(organisationId)), ...reads];
    return (await this.once((client) => this.sendNow(client, prepared, true))).slice(1);
  }

  private async once(send: (client: PoolClient) => Promise<Row[][]>): Promise<Row[][]> {
    this.counters.flights++;
    const client = await this.take();
    try {
      const results = await send(client).catch((error: unknown) => {
        if (!isStale(error)) throw error;
        return this.startAfresh(client).then(() => send(client));
      });
      giveBack(client);
      return results;
    } catch (error) {
      giveBack(client, error);
      throw error;
    }
  }

  private async attempt<T>(
    organisationId: string,
    opening: readonly Statement[],
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    let client: PoolClient | undefined;
    let opened = false;
    const tx = new OpenTransaction(organisationId, opening, async (statements) => {
      const prepared = statements.map(prepare);
      client ??= await this.take();
      if (!opened) this.counters.transactions++;
      // BEGIN and the settings come first; COMMIT and ROLLBACK come alone.
      this.count(statements.filter((statement) => !isControl(statement)).length);
      opened = true;
      return this.send(client, prepared, true);
    });
    let afterwards: readonly (() => void)[];
    let result: T;
    try {
      result = await work(tx);
      afterwards = await tx.commit();
      if (client) giveBack(client);
    } catch (error) {
      if (client) giveBack(client, await this.undo(client, tx, error));
      throw error;
    }
    for (const run of afterwards) {
      try {
        run();
      } catch (error) {
        this.onAfterCommitFault(error);
      }
    }
    return result;
  }

  /** Rolls back; returns the fault that makes the connection unfit for the next caller, if there is one. */
  private async undo(client: PoolClient, tx: OpenTransaction, error: unknown): Promise<unknown> {
    if (error instanceof DatabaseUnavailable) return error;
    try {
      await tx.rollback();
      if (isStale(error)) await this.startAfresh(client);
      return undefined;
    } catch (fault) {
      return fault;
    }
  }

  private count(statements: number): void {
    this.counters.statements += statements;
    if (this.observedAs !== 'api') return;
    const operation = currentOperation();
    if (operation) operation.statements += statements;
  }

  private async take(): Promise<PoolClient> {
    const waits =
      this.observedAs !== undefined &&
      poolWait.isWanted &&
      this.pool.idleCount === 0 &&
      !currentOperation()?.untold;
    const started = waits ? performance.now() : 0;
    try {
      return await this.pool.connect();
    } catch (error) {
      throw unavailable(error);
    } finally {
      if (waits) poolWait.record((performance.now() - started) / 1_000, { pool: this.observedAs ?? 'api' });
    }
  }

  private send(
    client: PoolClient,
    statements: readonly PreparedStatement[],
    organisationSet: boolean,
  ): Promise<Row[][]> {
    const go = () => this.sendNow(client, statements, organisationSet);
    if (this.observedAs !== 'api') return go();
    return traced('flight', () => ({ statements: statements.map(({ name }) => name) }), go);
  }

  private async sendNow(
    client: PoolClient,
    statements: readonly PreparedStatement[],
    organisationSet: boolean,
  ): Promise<Row[][]> {
    this.counters.trips++;
    const flight = new Flight(statements);
    let mute = false;
    // statement_timeout is the server's; a server that is frozen or cut off cannot keep it.
    const deadline = setTimeout(() => {
      mute = true;
      connectionOf(client).stream.destroy();
    }, this.deadlineMillis);
    try {
      client.query(flight);
      return await flight.done;
    } catch (error) {
      throw mute ? new DatabaseUnavailable('timeout') : refusal(error, organisationSet);
    } finally {
      clearTimeout(deadline);
    }
  }

  private async startAfresh(client: PoolClient): Promise<void> {
    try {
      await client.query('deallocate all');
    } catch {
      throw new DatabaseUnavailable('lost');
    }
    forgetNames(connectionOf(client));
  }
}

function organisation(organisationId: string): Statement {
  if (!UUID.test(organisationId)) throw new NoOrganisation();
  return { text: SET_ORGANISATION, values: [organisationId] };
}

const CONTROL = new Set([BEGIN.text, BEGIN_SNAPSHOT.text, 'commit', 'rollback', SET_ORGANISATION, SET]);

function isControl({ text }: Statement): boolean {
  return CONTROL.has(text);
}

function isWorthRepeating(error: unknown): boolean {
  return error instanceof DatabaseError && (WORTH_REPEATING.has(error.sqlState) || isStale(error));
}

function isStale(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && STALE_STATEMENTS.has(error.sqlState);
}

/** A connection that is broken, or still inside a transaction that a statement opened by itself, is thrown away. */
function giveBack(client: PoolClient, error?: unknown): void {
  const broken = error instanceof DatabaseUnavailable || client.getTransactionStatus() !== 'I';
  client.release(broken);
}

function watch(name: PoolName, pool: Pool): (() => void)[] {
  return [
    poolConnections.watch({ pool: name, state: 'busy' }, () => pool.totalCount - pool.idleCount),
    poolConnections.watch({ pool: name, state: 'idle' }, () => pool.idleCount),
    poolWaiting.watch({ pool: name }, () => pool.waitingCount),
  ];
}

function connectionOf(client: PoolClient): Connection {
  return (client as unknown as { connection: Connection }).connection;
}

function warnOfAfterCommitFault(error: unknown): void {
  process.emitWarning(`An afterCommit callback threw ${error instanceof Error ? error.name : 'a value'}.`);
}
