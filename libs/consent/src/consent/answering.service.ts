import '../consent.errors.js';
import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import { type ProvenBy, Reauthentication } from '@courtyard/identity';
import { language } from '@courtyard/people';
import { CLOCK, type Clock, Gate, type Write } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { type AskedField, askedFieldByKey, isPerItem } from '../field/asked-field.js';
import { IndexKeeping, KEEPING, momentFor } from '../index/index-keeping.js';
import { consentAskPolicy } from '../request/consent-ask.policy.js';
import { ConsentRequest } from '../request/consent-request.entity.js';
import type { AnswerConsentInput, FieldAnswerInput } from '../request/consent-request.input.js';
import { consentRequestedFieldPolicy, consentRequestPolicy } from '../request/consent-request.policy.js';
import { openedTo } from '../request/openness.js';
import { commitmentTo, makeSalt } from './commitment.js';
import { Consent, type ConsentKind } from './consent.entity.js';
import { consentPolicy } from './consent.policy.js';
import { addMonths } from './months.js';
import { ownItems, ownValues, shownItems } from './own-cells.service.js';
import { isAnswered } from './own-consents.service.js';
import { lastChange, type ShownCell, seenOf, versionOf } from './shown.js';
import { keyOf, type Standing, standingsOf, type Word, wordOf } from './standing.js';

const HOUR_MILLIS = 60 * 60 * 1000;
/** One name for whatever a person decides: a name of its own would tell a withdrawal, and with it an earlier yes. */
const DECIDE = 'decideConsent';

/** An answer whose field is known. */
interface Answer extends FieldAnswerInput {
  readonly asked: AskedField;
}

/** What a write about a person's own word works with. */
interface Deciding {
  readonly write: Write;
  readonly keeper: Write;
  readonly events: readonly Consent[];
  readonly standings: ReadonlyMap<string, Standing>;
  readonly at: string;
  readonly salt: string;
  /** By what the person proved who they are; null where nothing needs it. */
  readonly provenBy: ProvenBy | null;
}

/** What one answer is about, as the transaction that keeps it finds it. */
interface Meant {
  readonly answer: Answer;
  /** Null for the field. */
  readonly rowId: string | null;
  /** What a card shows of it now; nothing where the actor may not read it. */
  readonly shown: readonly ShownCell[];
  /** That is all there is of it. */
  readonly isWhole: boolean;
  /** Which of it the person says they were shown. */
  readonly version: string | null;
}

/**
 * A person's own word, and nobody else's.
 *
 * 1. Only the person says anything, for themself, in their own session.
 * 2. A yes needs a fresh proof of who they are, and rests while their sign-in changed lately; a no and a withdrawal never do.
 *    The proof is part of the words that the record commits to, and of nothing else that anybody reads.
 * 3. Event, index and the record in the log are one transaction, and the record is the same whatever was said.
 * 4. A yes is given to what the organisation opens at that moment, and counts after the time to think it over.
 * 5. A yes names the version of what was shown, and covers that: where something else stands there by now nothing is said, and
 *    where it changes at this moment it changes after what is covered (docs/decisions/0031).
 */
@Injectable()
export class AnsweringService {
  constructor(
    private readonly gate: Gate,
    private readonly reauthentication: Reauthentication,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @throws not_found for a card that was not put to the actor, or an item that is not theirs; auth.reauthentication_needed,
   * auth.frozen for a yes; consent.request_closed, consent.not_opened, consent.items_needed, consent.version_needed,
   * consent.stale_version, input.invalid
   */
  async answer(actor: EmployeeActor, input: AnswerConsentInput): Promise<ConsentRequest> {
    const requestId = fromNodeId(ConsentRequest, input.requestId);
    const answers = known(input.answers);
    const hasYes = answers.some(({ yes }) => yes);
    const provenBy = hasYes ? await this.reauthentication.requireFreshAndUnfrozen(actor) : null;
    let isStale = false;
    await this.decide(actor, provenBy, async (deciding) => {
      const { write, keeper, events, at } = deciding;
      const request = await askedOf(write, actor, requestId);
      const fields = await write.loadBy(consentRequestedFieldPolicy, 'read', 'requestId', [requestId]);
      const words = answers.map(({ asked }) => ({ entity: asked.field.entity, fieldNo: asked.field.number }));
      if (!words.every((word) => fields.some((field) => isSame(field, word))))
        throw new CourtyardError('not_found');
      // Read whatever the answer is, so that a no takes as long as a yes; a no is never refused.
      const closed = await closedBecause(write, request, words);
      if (closed && hasYes) throw new CourtyardError(closed);
      const meant: Meant[] = [];
      for (const answer of answers) meant.push(...(await meantBy(write, actor, answer)));
      isStale = meant.some((one) => one.answer.yes && one.version !== versionOf(one.answer.asked, one.shown));
      // Nothing is said, and the log is told what it is told of every decision: who asks again had said yes.
      if (isStale) return [];
      const said = meant.map((one) => wordsOf(deciding, actor, request, one));
      await this.say(deciding, said);
      const isComplete = isAnswered([...events, ...(said as Consent[])], requestId, fields);
      await write.keep(
        consentAskPolicy,
        'answer',
        { employeeId: actor.employeeId, requestId },
        { open: !isComplete },
      );
      await IndexKeeping.keep(keeper, [actor.employeeId], new Date(at));
      return said as Consent[];
    });
    if (isStale) throw new CourtyardError('consent.stale_version');
    return this.gate.get(actor, consentRequestPolicy, 'read', requestId);
  }

  /** Not now. Counts like no, as silence does. @throws not_found */
  async defer(actor: EmployeeActor, nodeId: string): Promise<ConsentRequest> {
    const requestId = fromNodeId(ConsentRequest, nodeId);
    await this.decide(actor, null, async (deciding) => {
      const request = await askedOf(deciding.write, actor, requestId);
      const said = [event(deciding, actor, request, 'ConsentRequestDeferred')];
      await this.say(deciding, said);
      await IndexKeeping.keep(deciding.keeper, [actor.employeeId], new Date(deciding.at));
      return said;
    });
    return this.gate.get(actor, consentRequestPolicy, 'read', requestId);
  }

  /**
   * Takes a yes back, whether it counts already or cools off. Asks for nothing, and works while the account rests. Where no
   * yes stands any more it changes nothing.
   * @throws not_found
   */
  async withdraw(actor: EmployeeActor, nodeId: string): Promise<Consent> {
    const id = fromNodeId(Consent, nodeId);
    await this.decide(actor, null, async (deciding) => {
      const { standings, at } = deciding;
      const [answer] = await deciding.write.load(consentPolicy, 'read', [id]);
      const word = answer && wordOf(answer);
      if (!answer || !word) throw new CourtyardError('not_found');
      const standing = standings.get(keyOf(word));
      const yes = standing?.current ?? standing?.next;
      const said = yes
        ? [{ ...event(deciding, actor, answer, 'ConsentWithdrawn'), ...word, requestId: yes.requestId }]
        : [];
      await this.say(deciding, said);
      await IndexKeeping.keep(deciding.keeper, [actor.employeeId], new Date(at));
      return said;
    });
    return this.gate.get(actor, consentPolicy, 'read', id);
  }

  private async decide(
    actor: EmployeeActor,
    provenBy: ProvenBy | null,
    work: (deciding: Deciding) => Promise<readonly Partial<Consent>[]>,
  ): Promise<void> {
    await this.gate.write(actor, DECIDE, async (write) => {
      // Held first, and then the index: whoever puts somebody out holds the person, too, and waits here.
      await write.actorNow();
      const keeper = write.errand(KEEPING);
      await IndexKeeping.lock(keeper);
      const events = await write.loadBy(consentPolicy, 'trace', 'employeeId', [actor.employeeId]);
      const at = momentFor(events, this.clock.now());
      const standings = standingsOf(events, new Date(at));
      const salt = makeSalt();
      const said = await work({ write, keeper, events, standings, at, salt, provenBy });
      write.recordOnly('consent', {
        resource: 'Consent',
        id: commitmentTo(salt, said as Consent[]),
        action: 'decide',
        personId: actor.employeeId,
      });
    });
  }

  private async say({ write }: Deciding, said: readonly Partial<Consent>[]): Promise<void> {
    for (const one of said) await write.create(consentPolicy, 'say', one);
  }
}

/**
 * @throws input.invalid for a field that is named twice, not_found for one that nobody is asked about; for a yes
 * consent.items_needed, consent.version_needed
 */
function known(answers: readonly FieldAnswerInput[]): Answer[] {
  const keys = new Set(answers.map(({ fieldKey, yes }) => `${fieldKey} ${yes}`));
  const fields = new Set(answers.map(({ fieldKey }) => fieldKey));
  const wholes = answers.filter(({ items }) => !items);
  // Of one field some items may get a yes and others a no; the field as a whole gets one answer.
  const isTwice = keys.size < answers.length || wholes.some(({ fieldKey }) => of(answers, fieldKey) > 1);
  if (fields.size === 0 || isTwice) throw new CourtyardError('input.invalid', { fields: ['answers'] });
  return answers.map((answer) => {
    const asked = askedFieldByKey(answer.fieldKey);
    if (!asked) throw new CourtyardError('not_found');
    if (answer.yes && !answer.items && isPerItem(asked.field))
      throw new CourtyardError('consent.items_needed');
    if (answer.yes && (answer.items ?? [answer]).some(({ version }) => !version))
      throw new CourtyardError('consent.version_needed');
    return { ...answer, asked };
  });
}

function of(answers: readonly FieldAnswerInput[], key: string): number {
  return answers.filter(({ fieldKey }) => fieldKey === key).length;
}

function isSame(
  a: { readonly entity: string; readonly fieldNo: number },
  b: { readonly entity: string; readonly fieldNo: number },
): boolean {
  return a.entity === b.entity && a.fieldNo === b.fieldNo;
}

/** @throws not_found where the card was not put to the actor */
async function askedOf(
  write: Write,
  { employeeId }: EmployeeActor,
  requestId: string,
): Promise<ConsentRequest> {
  await write.get(consentAskPolicy, 'answer', { employeeId, requestId });
  const [request] = await write.load(consentRequestPolicy, 'read', [requestId]);
  if (!request) throw new CourtyardError('not_found');
  return request;
}

/** Why no yes can be given now; null where one can. */
async function closedBecause(
  write: Write,
  { recipientId, purpose, closedAt }: ConsentRequest,
  fields: readonly { readonly entity: string; readonly fieldNo: number }[],
): Promise<'consent.request_closed' | 'consent.not_opened' | null> {
  const recipient = await openedTo(write, { recipientId, purpose, fields });
  if (closedAt !== null) return 'consent.request_closed';
  return recipient ? null : 'consent.not_opened';
}

/** The field, or each item once. A no reads what a yes reads, and is judged by none of it. @throws not_found */
async function meantBy(write: Write, actor: EmployeeActor, answer: Answer): Promise<Meant[]> {
  const { asked, items } = answer;
  if (!items) {
    const { shown, count } = await ownValues(write, actor, asked);
    const isWhole = shown.length === count;
    return [{ answer, rowId: null, shown, isWhole, version: answer.version ?? null }];
  }
  const versions = new Map(items.map(({ id, version }) => [fromNodeId(asked.of.policy.entity, id), version]));
  const rowIds = await ownItems(write, asked, [...versions.keys()]);
  const cells = await shownItems(write, asked, rowIds);
  return rowIds.map((rowId) => {
    const cell = cells.get(rowId);
    // What somebody may not read they were not shown.
    if (answer.yes && !cell) throw new CourtyardError('not_found');
    const shown = cell ? [cell] : [];
    return { answer, rowId, shown, isWhole: true, version: versions.get(rowId) ?? null };
  });
}

function wordsOf(
  deciding: Deciding,
  actor: EmployeeActor,
  request: ConsentRequest,
  meant: Meant,
): Partial<Consent> {
  const { standings, at, salt, provenBy } = deciding;
  const { answer, rowId, version } = meant;
  const { purpose, recipientId } = request;
  const { entity, number: fieldNo } = answer.asked.field;
  const word: Word = { purpose, recipientId, entity, fieldNo, rowId };
  if (!answer.yes) return { ...event(deciding, actor, request, 'ConsentRefused'), ...word };
  const isRenewal = (standings.get(keyOf(word))?.current ?? null) !== null;
  return {
    ...event(deciding, actor, request, isRenewal ? 'RenewedConsentGiven' : 'ConsentGiven'),
    ...word,
    ...boundsOf(request, meant, at),
    seen: version === null ? null : seenOf(salt, version),
    provenBy,
  };
}

/**
 * From when a yes counts, what it covers, and when it ends. It covers what was shown, as it was shown; a yes to a field also
 * what comes by the day its card names, and where there is more than a card shows, what was there when it was said.
 */
function boundsOf(
  { coolingOffHours, validMonths, coversUntil }: ConsentRequest,
  { rowId, shown, isWhole }: Meant,
  at: string,
): Pick<Consent, 'effectiveAt' | 'coversUntil' | 'validUntil'> {
  const given = new Date(at);
  const isLater = rowId === null && coversUntil !== null && Date.parse(coversUntil) > given.getTime();
  const asShown = isWhole && shown.length > 0 ? lastChange(shown) : given;
  return {
    effectiveAt: new Date(given.getTime() + coolingOffHours * HOUR_MILLIS).toISOString(),
    coversUntil: (isLater ? new Date(coversUntil) : asShown).toISOString(),
    validUntil: addMonths(given, validMonths).toISOString(),
  };
}

/** An event about a whole card; words are put in where a field is meant. */
function event(
  { at, salt }: Deciding,
  actor: EmployeeActor,
  from: Pick<Consent, 'purpose' | 'recipientId' | 'noticeId' | 'noticeVersion'> & { id: string },
  kind: ConsentKind,
): Partial<Consent> {
  const { purpose, recipientId, noticeId, noticeVersion } = from;
  return {
    id: newId(),
    employeeId: actor.employeeId,
    kind,
    requestId: from.id,
    purpose,
    recipientId,
    at,
    noticeId,
    noticeVersion,
    language: actor.facts.single(language) === 'de' ? 'de' : 'en',
    salt,
  };
}
