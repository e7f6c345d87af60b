import type { Connection, Submittable } from 'pg';
import { serialize } from 'pg-protocol';
import { DatabaseUnavailable } from '../database.errors.js';
import type { PreparedStatement, Row } from './statement.js';

const EXECUTE = serialize.execute();
const SYNC = serialize.sync();

/** The part of a wire message of PostgreSQL's protocol 3.0 that we read. */
interface DataRow {
  fields: Row;
}

/** What a connection already has prepared. */
interface Session {
  readonly names: Set<string>;
  /** Names sent in Parse and not yet answered, oldest first. */
  readonly parsing: string[];
  /** It was committed, and somebody ended the wait for the replica that must have it, too (pg_cancel_backend). */
  isHereOnly: boolean;
}

/** The place in PostgreSQL that says so: its words are translated. */
const GIVEN_UP = 'SyncRepWaitForLSN';

const sessions = new WeakMap<Connection, Session>();

/**
 * Several named statements in one write with one Sync: PostgreSQL runs them as one implicit transaction, so
 * an error in any rolls back all. No Describe is sent, rows come by position.
 *
 * A name counts as known from its own ParseComplete on, not from the flight's success: prepared statements
 * survive a rollback, and parsing an existing name again is an error.
 */
export class Flight implements Submittable {
  readonly done: Promise<Row[][]>;
  private readonly results: Row[][];
  private current = 0;
  private failure: unknown;
  private resolve!: (results: Row[][]) => void;
  private reject!: (error: unknown) => void;

  constructor(private readonly statements: readonly PreparedStatement[]) {
    this.results = statements.map(() => []);
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  submit(connection: Connection): null {
    const session = sessionOf(connection);
    const out: Buffer[] = [];
    for (const { name, text, values } of this.statements) {
      if (name === '' || !(session.names.has(name) || session.parsing.includes(name))) {
        out.push(serialize.parse({ name, text }));
        session.parsing.push(name);
      }
      out.push(serialize.bind({ statement: name, values }), EXECUTE);
    }
    out.push(SYNC);
    // One buffer: a writev of ten small ones costs a fifth of the process's time on the feed page.
    connection.stream.write(Buffer.concat(out));
    return null;
  }

  handleDataRow(message: DataRow): void {
    this.results[this.current]?.push(message.fields);
  }

  handleCommandComplete(): void {
    this.current++;
  }

  handleEmptyQuery(): void {
    this.current++;
  }

  /**
   * What the replica does not have must not count as kept: PostgreSQL only warns, and says that it was committed.
   * Only an error at Sync itself, a deferred constraint, arrives after the last CommandComplete.
   */
  handleReadyForQuery(connection: Connection): void {
    const session = sessionOf(connection);
    if (session.isHereOnly) this.reject(new DatabaseUnavailable('lost'));
    else this.resolve(this.results);
    session.isHereOnly = false;
  }

  /**
   * pg forgets the running query when an error arrives, so ReadyForQuery is awaited here: a connection that is
   * given back before it would be handed out while it still answers.
   */
  handleError(error: unknown, connection: Connection): void {
    if (this.failure !== undefined) return;
    this.failure = error;
    sessionOf(connection).parsing.length = 0;
    if (!isServerError(error) || error.severity !== 'ERROR') {
      this.reject(error);
      return;
    }
    const settle = () => {
      connection.removeListener('readyForQuery', settle);
      connection.removeListener('end', settle);
      this.reject(error);
    };
    connection.once('readyForQuery', settle);
    connection.once('end', settle);
  }

  handleCopyInResponse(connection: Connection & { sendCopyFail(reason: string): void }): void {
    connection.sendCopyFail('COPY is not spoken here.');
  }
}

/** Called after DEALLOCATE ALL. */
export function forgetNames(connection: Connection): void {
  const session = sessionOf(connection);
  session.names.clear();
  session.parsing.length = 0;
}

interface ServerError {
  readonly severity: string;
  readonly code: string;
}

/** An error of the server, as opposed to one of the socket. */
export function isServerError(error: unknown): error is ServerError & Error {
  return error instanceof Error && typeof (error as Partial<ServerError & Error>).severity === 'string';
}

function sessionOf(connection: Connection): Session {
  let session = sessions.get(connection);
  if (session === undefined) {
    const made: Session = { names: new Set(), parsing: [], isHereOnly: false };
    connection.on('parseComplete', () => {
      const name = made.parsing.shift();
      if (name) made.names.add(name);
    });
    connection.on('notice', ({ routine }: { routine?: string }) => {
      if (routine === GIVEN_UP) made.isHereOnly = true;
    });
    sessions.set(connection, made);
    session = made;
  }
  return session;
}
