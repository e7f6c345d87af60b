/**
 * Whom a request may say it came by (`trustProxy` of Fastify). Behind a public address stands one proxy, and it writes down
 * whom it heard, after whatever that one claimed. Believing more than that one would let a client make up a new address for
 * every try, past every count of tries per address (RFC 7239, section 8.1).
 */
export function trustedProxies(publicUrl: string | undefined): (address: string, hop: number) => boolean {
  return publicUrl === undefined ? () => false : (_, hop) => hop === 0;
}
