import { hash } from 'node:crypto';
import { isUint8Array } from 'node:util/types';
import { MerkleFault, type MerkleReason } from './merkle-fault.js';

/** SHA-256, the only hash of C2SP tlog-tiles. */
export const HASH_BYTES = 32;

/** Sizes and indexes are unsigned 64-bit numbers on every wire we speak. */
export const MAX_SIZE = 2n ** 64n - 1n;

const NODE = Buffer.of(0x01);

/**
 * The hash of an inner node: SHA-256 of 0x01, left and right (RFC 6962 section 2.1, RFC 9162 section 2.1.1). The
 * prefix differs from a leaf's, so that no leaf can be passed off as a node.
 */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([NODE, left, right]), 'buffer');
}

/** The root of a tree without leaves: SHA-256 of nothing (RFC 6962 section 2.1). */
export function emptyRoot(): Buffer {
  return hash('sha256', '', 'buffer');
}

/**
 * A hash that came from outside. Without the length, two neighbouring hashes could be cut at another place and still
 * give the same node.
 */
export function asHash(given: unknown, reason: MerkleReason = 'hash.malformed'): Uint8Array {
  if (!isUint8Array(given) || given.length !== HASH_BYTES) throw new MerkleFault(reason);
  return given;
}

/** A size or index that came from outside: a bigint from 0 to 2^64 - 1. */
export function asSize(given: unknown): bigint {
  if (typeof given !== 'bigint' || given < 0n || given > MAX_SIZE) throw new MerkleFault('number.malformed');
  return given;
}

/** Whether two hashes are equal. Everything compared here is public, so time tells nothing. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
