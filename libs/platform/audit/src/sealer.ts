import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { Touched } from '@courtyard/records';
import { v7 } from 'uuid';
import { commitmentOf, type Slot } from './commitment.js';
import { canonical, type EventBody, leafHash, type StoredEvent } from './event.js';
import type { KeyStore, PersonKey } from './key-store.js';
import { ENTRY_LIMIT } from './merkle/entry-bundle.js';
import { isUuid, uuidOf } from './uuid.js';

/** An event in plain words, before anybody in it is hidden behind a commitment. */
export type Draft = Pick<EventBody, 'kind' | 'operation' | 'purpose' | 'basis' | 'decision'> &
  Partial<Pick<EventBody, 'errand' | 'outcome' | 'opened' | 'indexVersion' | 'case' | 'times' | 'log'>> & {
    readonly organisationId: string;
    readonly requestId: string;
    readonly actorId: string | null;
    readonly roles?: Iterable<string>;
    readonly touched: readonly Touched[];
    readonly personIds?: readonly string[];
    readonly fieldNos?: readonly number[];
    /** Ids come from a client and may name nobody: look keys up, make none. */
    readonly unproven?: boolean;
  };

const NAME = /^[A-Za-z][A-Za-z0-9_.:-]{0,99}$/;
/** A version or an id of ours: counted up, random or a hash, never words. */
const REFERENCE = /^[A-Za-z0-9._:-]{1,100}$/;
/** Persons in one event. More of them, or an event too long for an entry of the tree, become several. */
const MOST_PERSONS = 500;
/** Of whom cells left is told in tens, as every count about people is: fewer than ten look like ten. */
const TOLD_IN = 10;

/** Turns drafts into events that name nobody. */
export class Sealer {
  constructor(
    private readonly keys: KeyStore,
    private readonly policyVersion: string,
    private readonly now: () => Date,
  ) {
    if (!/^[0-9a-f]{64}$/.test(policyVersion))
      throw new Error('The policy version is a SHA-256 in hexadecimal.');
  }

  /**
   * One event, or several where one would be too large for an entry of the tree (C2SP tlog-tiles). Each names the same
   * actor, operation and request; what was touched stands beside the persons it concerns.
   * @throws KeyStoreFault; Error for a name or an id that could carry a value.
   */
  seal(draft: Draft): StoredEvent[] {
    if (concernedIn(draft).length <= MOST_PERSONS) {
      const event = this.sealOne(draft);
      if (event.body.length <= ENTRY_LIMIT) return [event];
    }
    return halvesOf(draft).flatMap((half) => this.seal(half));
  }

  private sealOne(draft: Draft): StoredEvent {
    const organisationId = uuidOf(draft.organisationId);
    const id = v7();
    const at = this.now().toISOString();
    const keys = this.keysFor(organisationId, draft);
    const commit = (key: KeyObject, slot: Slot, type: string, of: string) =>
      commitmentOf(key, { organisationId, eventId: id, slot, type, id: of });
    const actorId = draft.actorId === null ? null : uuidOf(draft.actorId);
    const concerned = concernedIn(draft).filter((person) => keys.has(person));
    const body: EventBody = {
      v: 1,
      organisation: organisationId,
      id,
      at,
      kind: draft.kind,
      operation: named(draft.operation),
      actor: actorId && commit(usable(keys.get(actorId)), 'actor', 'Person', actorId),
      errand: draft.errand ? named(draft.errand) : null,
      roles: [...(draft.roles ?? [])].map(named).sort(),
      persons: [
        ...concerned.map((person) => commit(usable(keys.get(person)), 'person', 'Person', person)),
        ...(draft.kind === 'released' ? strangers(missingTo(concerned.length)) : []),
      ].sort(),
      resources: draft.touched.map((touched) => ({
        type: named(touched.resource),
        action: named(touched.action),
        ref: commit(this.keyFor(organisationId, touched, keys), 'resource', touched.resource, touched.id),
      })),
      fields: [...new Set(draft.fieldNos)].map(numbered).sort((a, b) => a - b),
      purpose: draft.purpose,
      basis: draft.basis,
      decision: draft.decision,
      outcome: draft.outcome ?? null,
      opened: draft.opened ?? null,
      policyVersion: this.policyVersion,
      indexVersion: referred(draft.indexVersion),
      case: referred(draft.case),
      requestId: uuidOf(draft.requestId),
      ...(draft.times === undefined || draft.times === 1 ? {} : { times: numbered(draft.times) }),
      ...(draft.log === undefined ? {} : { log: draft.log }),
    };
    const bytes = Buffer.from(canonical(body));
    // An erased person must not come back into the index that their erasure emptied.
    const persons = concerned.filter((person) => person !== actorId && keys.get(person) !== 'erased');
    const ends = body.opened === null ? {} : { ends: body.opened };
    return { id, at, kind: draft.kind, body: bytes, leaf: leafHash(bytes), persons, ...ends };
  }

  /** Whether the person's key was destroyed. */
  isErased(organisationId: string, personId: string): boolean {
    return this.keys.findKey(organisationId, personId) === 'erased';
  }

  private keysFor(organisationId: string, draft: Draft): ReadonlyMap<string, PersonKey> {
    const actor = draft.actorId === null ? [] : [draft.actorId];
    const concerned = concernedIn(draft);
    if (!draft.unproven) return this.keys.keysOf(organisationId, [...actor, ...concerned]);
    const keys = new Map(this.keys.keysOf(organisationId, actor));
    for (const person of concerned) {
      const key = this.keys.findKey(organisationId, person);
      if (key !== undefined) keys.set(person, key);
    }
    return keys;
  }

  /** A resource hides behind the key of the person it is of or about; where none is known, behind the organisation's. */
  private keyFor(organisationId: string, touched: Touched, keys: ReadonlyMap<string, PersonKey>): KeyObject {
    const person = touched.personId?.toLowerCase();
    const key = person === undefined ? undefined : keys.get(person);
    return key === undefined ? this.keys.organisationKey(organisationId) : usable(key);
  }
}

/** Everyone a draft is about, once each. Ids sent by a client that are none name nobody. */
function concernedIn(draft: Draft): string[] {
  const ids = [...(draft.personIds ?? []), ...draft.touched.flatMap(({ personId }) => personId ?? [])];
  return [...new Set((draft.unproven ? ids.filter(isUuid) : ids).map(uuidOf))];
}

/** @throws Error when there is nothing left to divide: an event that one row makes too large. */
function halvesOf(draft: Draft): [Draft, Draft] {
  const { touched, personIds = [] } = draft;
  if (touched.length + personIds.length < 2) throw new Error('An event does not fit into the audit log.');
  const [t, p] = [Math.ceil(touched.length / 2), Math.floor(personIds.length / 2)];
  return [
    { ...draft, touched: touched.slice(0, t), personIds: personIds.slice(0, p) },
    { ...draft, touched: touched.slice(t), personIds: personIds.slice(p) },
  ];
}

/** The commitment to an erased person is made with a key that nobody keeps: it looks like any other and opens to nobody. */
function usable(key: PersonKey | undefined): KeyObject {
  return typeof key === 'object' ? key : createSecretKey(randomBytes(32));
}

/** How many are missing to the next ten; of none, ten. */
function missingTo(count: number): number {
  return Math.max(TOLD_IN, Math.ceil(count / TOLD_IN) * TOLD_IN) - count;
}

/** Commitments to nobody, made with no key: they stand between those to people, and only a person's own key tells which is one. */
function strangers(count: number): string[] {
  return Array.from({ length: count }, () => randomBytes(32).toString('base64url'));
}

function named(name: string): string {
  if (!NAME.test(name)) throw new Error('The audit log was given a name that is not one of our code.');
  return name;
}

function referred(reference: string | null | undefined): string | null {
  if (reference === null || reference === undefined) return null;
  if (!REFERENCE.test(reference))
    throw new Error('The audit log was given a reference that is none of ours.');
  return reference;
}

function numbered(fieldNo: number): number {
  if (!Number.isSafeInteger(fieldNo) || fieldNo < 0) throw new Error('A field number is a whole number.');
  return fieldNo;
}
