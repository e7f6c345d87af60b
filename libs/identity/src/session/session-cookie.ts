import { type BearerToken, readToken } from '../bearer-token.js';

/** Whether the product is reached over https, where browsers hold a cookie to stricter rules. */
export interface CookieOptions {
  readonly https: boolean;
}

/** Below this a header is a browser's; above it somebody is trying our parser. */
const LONGEST_HEADER = 16_384;
export const SESSION_COOKIE_SECONDS = 30 * 24 * 3600;

/**
 * `__Host-` makes browsers refuse the cookie unless it came over https, from this very host, for every path (RFC 6265bis,
 * section 4.1.3.2): a neighbouring subdomain cannot plant one.
 */
export function sessionCookieName({ https }: CookieOptions): string {
  return https ? '__Host-courtyard_session' : 'courtyard_session';
}

/**
 * The session's token in a `Cookie` header.
 * @returns null where there is none, or no well-formed one, or two that differ: one of them was planted, and nobody can
 * say which.
 */
export function readSessionCookie(header: string | undefined, options: CookieOptions): BearerToken | null {
  if (!header || header.length > LONGEST_HEADER) return null;
  const name = sessionCookieName(options);
  const tokens = new Set<string>();
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals >= 0 && pair.slice(0, equals).trim() === name) tokens.add(pair.slice(equals + 1).trim());
  }
  const [token] = tokens;
  return tokens.size === 1 && token ? readToken(token) : null;
}

/**
 * The `Set-Cookie` value that hands a session to the browser. Lax: links from mail open signed in, while another site's
 * forms and scripts come without it.
 */
export function writeSessionCookie(token: string, options: CookieOptions): string {
  if (!readToken(token)) throw new Error('Only a session token goes into its cookie.');
  return cookie(token, SESSION_COOKIE_SECONDS, options);
}

/** The `Set-Cookie` value that takes it back. */
export function clearSessionCookie(options: CookieOptions): string {
  return cookie('', 0, options);
}

function cookie(value: string, maxAge: number, options: CookieOptions): string {
  const secure = options.https ? '; Secure' : '';
  return `${sessionCookieName(options)}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`;
}
