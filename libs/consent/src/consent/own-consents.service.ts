import type { EmployeeActor } from '@courtyard/access';
import type { ConsentState } from '@courtyard/catalogue';
import { CLOCK, type Clock, fromCursor, Gate, type Page, toCursor } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import type { Consent } from './consent.entity.js';
import { consentPolicy } from './consent.policy.js';
import { isAnswer, keyOf, type Standing, standingsOf, type Word, wordOf } from './standing.js';

/** What a person said, as it stands: their events, replayed once per request. */
export interface OwnConsents {
  readonly events: readonly Consent[];
  readonly standings: ReadonlyMap<string, Standing>;
}

export enum ConsentAnswerState {
  cooling_off = 'cooling_off',
  given = 'given',
  refused = 'refused',
  withdrawn = 'withdrawn',
  expired = 'expired',
  invalidated = 'invalidated',
}

const TOLD: Readonly<Partial<Record<ConsentState, ConsentAnswerState>>> = {
  cooling_off: ConsentAnswerState.cooling_off,
  given: ConsentAnswerState.given,
  renewed: ConsentAnswerState.given,
  refused: ConsentAnswerState.refused,
  withdrawn: ConsentAnswerState.withdrawn,
  revoked: ConsentAnswerState.invalidated,
  expired: ConsentAnswerState.expired,
};

/** Reads what the actor said, and nobody else's. */
@Injectable()
export class OwnConsentsService {
  private readonly replayed = new WeakMap<readonly Consent[], OwnConsents>();

  constructor(
    private readonly gate: Gate,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Read in one statement and replayed once per request. */
  async of(actor: EmployeeActor): Promise<OwnConsents> {
    const events = await this.gate.loadMany(actor, consentPolicy, 'trace', 'employeeId', actor.employeeId);
    let replayed = this.replayed.get(events);
    if (!replayed) {
      replayed = { events, standings: standingsOf(events, this.clock.now()) };
      this.replayed.set(events, replayed);
    }
    return replayed;
  }

  /** The last answer to each thing, the newest first. @throws input.invalid for a bad cursor */
  async page(
    actor: EmployeeActor,
    { first, after }: { first: number; after?: string | null },
  ): Promise<Page<Consent>> {
    const { events, standings } = await this.of(actor);
    const last = new Set([...standings.values()].flatMap(({ answer }) => answer?.id ?? []));
    const answers = events
      .filter(({ id }) => last.has(id))
      .sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));
    const from = after ? placeOf(fromPlace(after)) : null;
    const rest = from === null ? answers : answers.filter((one) => placeOf(one) < from);
    const rows = rest.slice(0, first);
    const end = rows.at(-1);
    return {
      rows,
      endCursor: end ? toCursor({ order: end.at, key: end.id }) : null,
      hasNextPage: rest.length > first,
    };
  }

  /** What became of an answer. One that a later answer took the place of reads as that one. */
  async stateOf(actor: EmployeeActor, answer: Consent): Promise<ConsentAnswerState> {
    const { standings } = await this.of(actor);
    const word = wordOf(answer);
    const standing = word && standings.get(keyOf(word));
    return standing ? told(standing) : ConsentAnswerState.invalidated;
  }

  /** The last answer to one thing; null where there is none. */
  async answerTo(actor: EmployeeActor, word: Word): Promise<Consent | null> {
    const { events, standings } = await this.of(actor);
    const id = standings.get(keyOf(word))?.answer?.id;
    return events.find((event) => event.id === id) ?? null;
  }
}

export function told({ state }: Pick<Standing, 'state'>): ConsentAnswerState {
  return TOLD[state] ?? ConsentAnswerState.invalidated;
}

/** Whether every field of a card has an answer that was given to this card. */
export function isAnswered(
  events: readonly Consent[],
  requestId: string,
  fields: readonly { readonly entity: string; readonly fieldNo: number }[],
): boolean {
  const answers = events.filter((event) => event.requestId === requestId && isAnswer(event));
  return (
    fields.length > 0 &&
    fields.every(({ entity, fieldNo }) =>
      answers.some((answer) => answer.entity === entity && answer.fieldNo === fieldNo),
    )
  );
}

function placeOf({ at, id }: { at: string; id: string }): string {
  return `${new Date(at).toISOString()} ${id}`;
}

function fromPlace(cursor: string): { at: string; id: string } {
  const { order, key } = fromCursor(cursor);
  return { at: Number.isNaN(Date.parse(order)) ? new Date(0).toISOString() : order, id: key };
}
