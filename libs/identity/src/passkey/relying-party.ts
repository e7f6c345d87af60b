/** Whom a passkey is made for: a name, and the one address it may be used from. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

const LOCALHOST = /^localhost(:\d{1,5})?$/i;
const NUMERIC = /^[\d.]+$|^\[/;

/**
 * The relying party of this installation: its public address, or this machine. A `Host` that a client names is believed only
 * where it says `localhost`: any other one could be a site that stands between, and passkeys made for it would be its own.
 * @returns null where passkeys cannot be: under a number, which has no name to make them for (Web Authentication, section
 * 5.1.2), and under a name that nobody configured.
 */
export function relyingPartyOf(publicUrl: string | undefined, host: string | undefined): RelyingParty | null {
  if (publicUrl !== undefined) {
    const { hostname, origin } = new URL(publicUrl);
    return NUMERIC.test(hostname) ? null : { id: hostname, origin };
  }
  return host && LOCALHOST.test(host) ? { id: 'localhost', origin: `http://${host.toLowerCase()}` } : null;
}
