import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** Where a connection will go, decided once: the name is not asked again, so it cannot answer otherwise (DNS rebinding). */
export interface Destination {
  readonly address: string;
  /** For TLS and the Host field; brackets of IPv6 removed. */
  readonly host: string;
  readonly port: number;
}

/** Why nothing is sent there. One sentence without the address. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/** IANA IPv4 Special-Purpose Address Registry (RFC 6890), multicast and reserved. */
const FORBIDDEN_V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** Of 2000::/3 what is no ordinary host: protocol assignments and Teredo, documentation, 6to4, AS112. */
const FORBIDDEN_V6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
] as const;

const forbidden = new BlockList();
for (const [network, prefix] of FORBIDDEN_V4) forbidden.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of FORBIDDEN_V6) forbidden.addSubnet(network, prefix, 'ipv6');
/** All that is global unicast in IPv6; the rest (loopback, mapped, translated, unique local, link-local) is outside. */
const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');

/** Whether an address is one of the open network. */
export function isPublic(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !forbidden.check(address, 'ipv4');
    case 6:
      return global.check(address, 'ipv6') && !forbidden.check(address, 'ipv6');
    default:
      return false;
  }
}

export interface ResolveOptions {
  /** For tests and the demo; see EGRESS_ALLOW_PRIVATE. */
  readonly allowPrivate: boolean;
  /** All addresses of a name. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
}

/**
 * Judges an endpoint and finds its address. One private address among public ones refuses all: which of them is taken would
 * otherwise be chance.
 * @throws AddressRefused; an error of the resolver where the name is not known now
 */
export async function destinationOf(endpoint: string, options: ResolveOptions): Promise<Destination> {
  const url = URL.parse(endpoint);
  if (url?.protocol !== 'https:') throw new AddressRefused('The endpoint is not an https address.');
  if (url.username !== '' || url.password !== '')
    throw new AddressRefused('The endpoint holds a user or a password.');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [host] : await (options.resolve ?? resolveAll)(host);
  const [address] = addresses;
  if (address === undefined) throw new AddressRefused('The endpoint has no address.');
  if (!options.allowPrivate && !addresses.every(isPublic))
    throw new AddressRefused('The endpoint is on a private network.');
  return { address, host, port: url.port === '' ? 443 : Number(url.port) };
}

async function resolveAll(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
}
