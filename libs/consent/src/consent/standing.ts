import type { ConsentState, Purpose } from '@courtyard/catalogue';
import type { Consent } from './consent.entity.js';

/** What the replay of a person's events looks at. */
export type ConsentEvent = Pick<
  Consent,
  | 'id'
  | 'employeeId'
  | 'kind'
  | 'requestId'
  | 'purpose'
  | 'recipientId'
  | 'entity'
  | 'fieldNo'
  | 'rowId'
  | 'at'
  | 'effectiveAt'
  | 'coversUntil'
  | 'validUntil'
  | 'seen'
  | 'noticeId'
  | 'noticeVersion'
>;

/** One thing a person can say yes or no to: a field, or one item of it, for one purpose and recipient. */
export interface Word {
  readonly purpose: Purpose;
  readonly recipientId: string;
  readonly entity: string;
  readonly fieldNo: number;
  /** Null for the field. */
  readonly rowId: string | null;
}

/** What a person's word amounts to at one moment. */
export interface Standing extends Word {
  readonly state: ConsentState;
  /** The yes that counts now. */
  readonly current: ConsentEvent | null;
  /** A yes that cools off. */
  readonly next: ConsentEvent | null;
  /** A no that was said and stands. */
  readonly no: ConsentEvent | null;
  /** The last answer of the person to it, yes or no. */
  readonly answer: ConsentEvent | null;
  /** A yes ran out, and no event says so yet. */
  readonly ranOut: ConsentEvent | null;
}

interface Track {
  readonly word: Word;
  yeses: ConsentEvent[];
  no: ConsentEvent | null;
  answer: ConsentEvent | null;
  /** What the last event made of it, where neither a yes nor a no stands. */
  left: ConsentState;
}

/** What ended a yes without being a no of the person. */
const LEFT: Readonly<Partial<Record<ConsentEvent['kind'], ConsentState>>> = {
  ConsentExpired: 'expired',
  ConsentInvalidated: 'invalidated',
};
const NO: Readonly<Partial<Record<ConsentEvent['kind'], ConsentState>>> = {
  ConsentRefused: 'refused',
  ConsentWithdrawn: 'withdrawn',
  ConsentRevoked: 'revoked',
};

/**
 * What one person said, replayed from their events: the meaning of the event log (privacy-model.md section 4).
 *
 * 1. The last word counts: a later no ends a yes, a later yes lifts a no, and an older yes counts until a newer one does.
 * 2. A yes counts from `effectiveAt` and until `validUntil`, in between only.
 * 3. A no stands until the same person says yes to the same thing. A no to a field is one to each of its items; a later yes to
 *    an item lifts the no to that item and to the field, and to no other item.
 * 4. Being asked, and putting off, change nothing: silence counts like no.
 *
 * @param events of one person, in any order
 */
export function standingsOf(events: readonly ConsentEvent[], now: Date): ReadonlyMap<string, Standing> {
  const tracks = new Map<string, Track>();
  for (const event of inOrder(events)) {
    const word = wordOf(event);
    if (word === null) continue;
    const track = trackOf(tracks, word);
    if (isYes(event)) {
      track.yeses.push(event);
      track.no = null;
      track.answer = event;
      track.left = 'requested';
      if (word.rowId !== null) liftNo(tracks, word);
    } else if (NO[event.kind]) {
      for (const refused of word.rowId === null ? [track, ...itemsOf(tracks, word)] : [track]) {
        refused.yeses = [];
        refused.no = event;
      }
      if (event.kind === 'ConsentRefused') track.answer = event;
    } else {
      track.yeses =
        event.kind === 'ConsentExpired'
          ? track.yeses.filter(({ validUntil }) => Date.parse(validUntil as string) > Date.parse(event.at))
          : [];
      track.left = LEFT[event.kind] ?? track.left;
    }
  }
  return new Map([...tracks].map(([key, track]) => [key, standingOf(track, now.getTime())]));
}

/** The same words have the same key. */
export function keyOf({ purpose, recipientId, entity, fieldNo, rowId }: Word): string {
  return [purpose, recipientId, entity, fieldNo, rowId ?? ''].join('/');
}

/** Null for events of a whole card. */
export function wordOf({ purpose, recipientId, entity, fieldNo, rowId }: ConsentEvent): Word | null {
  return entity === null || fieldNo === null ? null : { purpose, recipientId, entity, fieldNo, rowId };
}

export function isYes({ kind }: Pick<ConsentEvent, 'kind'>): boolean {
  return kind === 'ConsentGiven' || kind === 'RenewedConsentGiven';
}

/** What a person says to a card, as against what becomes of it. */
export function isAnswer({ kind }: Pick<ConsentEvent, 'kind'>): boolean {
  return kind === 'ConsentGiven' || kind === 'RenewedConsentGiven' || kind === 'ConsentRefused';
}

/** Events of one person by time; ids tell those of one moment apart. */
export function inOrder<Event extends Pick<ConsentEvent, 'at' | 'id'>>(events: readonly Event[]): Event[] {
  return [...events].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : 1));
}

function trackOf(tracks: Map<string, Track>, word: Word): Track {
  const key = keyOf(word);
  let track = tracks.get(key);
  if (!track) {
    track = { word, yeses: [], no: null, answer: null, left: 'requested' };
    tracks.set(key, track);
  }
  return track;
}

function itemsOf(tracks: ReadonlyMap<string, Track>, field: Word): Track[] {
  const prefix = keyOf(field);
  return [...tracks].flatMap(([key, track]) => (key !== prefix && key.startsWith(prefix) ? [track] : []));
}

function liftNo(tracks: ReadonlyMap<string, Track>, word: Word): void {
  const field = tracks.get(keyOf({ ...word, rowId: null }));
  if (field) field.no = null;
}

function standingOf({ word, yeses, no, answer, left }: Track, now: number): Standing {
  const valid = yeses.filter(({ validUntil }) => Date.parse(validUntil as string) > now);
  const begun = (yes: ConsentEvent) => Date.parse(yes.effectiveAt as string);
  const current = valid.filter((yes) => begun(yes) <= now).sort((a, b) => begun(b) - begun(a))[0] ?? null;
  const next = valid.filter((yes) => begun(yes) > now).sort((a, b) => begun(a) - begun(b))[0] ?? null;
  const ranOut = current || next ? null : (yeses.at(-1) ?? null);
  return {
    ...word,
    state: stateOf({ current, next, no, left, ranOut }),
    current,
    next,
    no,
    answer,
    ranOut,
  };
}

function stateOf({
  current,
  next,
  no,
  left,
  ranOut,
}: Pick<Standing, 'current' | 'next' | 'no' | 'ranOut'> & { left: ConsentState }): ConsentState {
  if (no) return NO[no.kind] ?? 'refused';
  if (current) return current.kind === 'ConsentGiven' ? 'given' : 'renewed';
  if (next) return 'cooling_off';
  return ranOut ? 'expired' : left;
}
