/**
 * Rows carry timestamps as text, so every session must print them alike; JIT costs more than it saves on statements
 * of a millisecond. Roles carry the same settings, for a pooler that takes no options.
 */
export const SESSION = {
  TimeZone: 'UTC',
  DateStyle: 'ISO',
  IntervalStyle: 'iso_8601',
  jit: 'off',
} as const;

/** After which the server ends a statement, unless somebody says otherwise. */
export const STATEMENT_MILLIS = 30_000;

/** The same address with our session settings, kept beside options that the operator gave. */
export function withSessionOptions(url: string, statementMillis: number): string {
  const parsed = new URL(url);
  const given = parsed.searchParams.get('options');
  const settings = { ...SESSION, statement_timeout: String(statementMillis) };
  const ours = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  parsed.searchParams.set('options', [...(given ? [given] : []), ...ours].join(' '));
  return parsed.href;
}

/** The same server and database for another user. */
export function asUser(url: string, user: string, password: string): string {
  const parsed = new URL(url);
  parsed.username = encodeURIComponent(user);
  parsed.password = encodeURIComponent(password);
  return parsed.href;
}

/** The same server and user, another database. */
export function inDatabase(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${encodeURIComponent(database)}`;
  return parsed.href;
}

export function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

export interface Address {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
}

/** A folder as host means a Unix socket in it. The host name beside it is only there to make a valid URL. */
export function urlOf({ host, port, database, user, password }: Address): string {
  const socket = host.startsWith('/');
  const url = new URL(`postgres://${socket ? 'localhost' : host}`);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  url.pathname = `/${encodeURIComponent(database)}`;
  if (socket) {
    url.searchParams.set('host', host);
    url.searchParams.set('port', String(port));
  } else {
    url.port = String(port);
  }
  return url.href;
}
