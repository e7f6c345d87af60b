import type { KeyObject } from 'node:crypto';

/**
 * What a person's key answers: the key, or `erased` once it was destroyed. A KeyObject and not bytes, because neither
 * `JSON.stringify` nor `util.inspect` shows what is in it.
 */
export type PersonKey = KeyObject | 'erased';

/**
 * Where the keys of commitments live: 256 random bits per person and per organisation, outside the database and its
 * backups (privacy-model.md sections 0 and 7). Without the key nobody can tell whom a commitment names.
 *
 * Destroyed stays destroyed: a later event about an erased person must not silently begin a new key, under which they
 * would be traceable again.
 *
 * Every method throws `KeyStoreFault` when the store cannot be read or written.
 */
export interface KeyStore {
  /** Made on first use, and durable before it is returned. */
  keyOf(organisationId: string, personId: string): PersonKey;
  /** Several at once, for one write to the disk. Every id asked for is in the answer, in lower case. */
  keysOf(organisationId: string, personIds: Iterable<string>): ReadonlyMap<string, PersonKey>;
  /** Only what is there: asking about ids that name nobody leaves nothing behind. */
  findKey(organisationId: string, personId: string): PersonKey | undefined;
  /** For what belongs to no known person. */
  organisationKey(organisationId: string): KeyObject;
  /**
   * Erases a person's key for good; may be called again, and for persons who never had one.
   * @throws KeyStoreFault also when traces may be left in the store's journal; calling again finishes the work.
   */
  destroy(organisationId: string, personId: string): void;
  close(): void;
}

/** The key store does not work. Never carries a key or an id. */
export class KeyStoreFault extends Error {
  override readonly name = 'KeyStoreFault';
}
