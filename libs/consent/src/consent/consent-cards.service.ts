import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId, toNodeId } from '@courtyard/graphql';
import { language } from '@courtyard/people';
import { Gate, type Page } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { askedField, askedFieldByKey } from '../field/asked-field.js';
import { toldFieldByNumber } from '../field/catalogue-field.view.js';
import { coveredBy } from '../index/index-rows.js';
import { noticeOf } from '../notice/notice.js';
import { ConsentRequest, type ConsentRequestedField } from '../request/consent-request.entity.js';
import { consentRequestPolicy } from '../request/consent-request.policy.js';
import { ConsentRequestService } from '../request/consent-request.service.js';
import type { ConsentAnswer, ConsentItem, ConsentRequestField } from '../request/consent-request.view.js';
import { Consent } from './consent.entity.js';
import { excerptOf, OwnCells, type OwnValues } from './own-cells.service.js';
import { ConsentAnswerState, isAnswered, OwnConsentsService } from './own-consents.service.js';
import { lastChange, shownCell, versionOf } from './shown.js';
import { isYes, type Word } from './standing.js';

/** What a card shows to the person it was put to. To others it shows what is asked, and nothing of anybody. */
@Injectable()
export class ConsentCards {
  constructor(
    private readonly gate: Gate,
    private readonly requests: ConsentRequestService,
    private readonly consents: OwnConsentsService,
    private readonly cells: OwnCells,
  ) {}

  /** The fields of a card, with one's own values and answers where it was put to the actor. */
  async fields(actor: EmployeeActor, request: ConsentRequest): Promise<ConsentRequestField[]> {
    const fields = await this.requests.fieldsOf(actor, request.id);
    const isMine = (await this.requests.askOf(actor, request.id)) !== null;
    const byPlace = [...fields].sort((a, b) => (a.entity < b.entity ? -1 : 1) || a.fieldNo - b.fieldNo);
    return Promise.all(byPlace.map((field) => this.field(actor, request, field, isMine)));
  }

  /** Whether every field has an answer of the actor's. */
  async answered(actor: EmployeeActor, { id }: ConsentRequest): Promise<boolean> {
    const fields = await this.requests.fieldsOf(actor, id);
    const { events } = await this.consents.of(actor);
    return isAnswered(events, id, fields);
  }

  /** When it was put to the actor; to others, when it was written. */
  async askedAt(actor: EmployeeActor, request: ConsentRequest): Promise<string> {
    return (await this.requests.askOf(actor, request.id))?.askedAt ?? request.createdAt;
  }

  noticeText(actor: EmployeeActor, { noticeId, noticeVersion }: ConsentRequest): string {
    return noticeOf(noticeId, noticeVersion).text[actor.facts.single(language) === 'de' ? 'de' : 'en'];
  }

  /**
   * The actor's own items that a field of a card asks for, the newest first.
   * @throws not_found for a card that was not put to the actor, and for a field it does not ask for
   */
  async items(
    actor: EmployeeActor,
    query: { requestId: string; fieldKey: string; first: number; after?: string | null },
  ): Promise<Page<ConsentItem>> {
    const requestId = fromNodeId(ConsentRequest, query.requestId);
    const asked = askedFieldByKey(query.fieldKey);
    const fields = await this.requests.fieldsOf(actor, requestId);
    const request = await this.gate.get(actor, consentRequestPolicy, 'read', requestId);
    const isMine = (await this.requests.askOf(actor, requestId)) !== null;
    const field = fields.find(
      (one) => one.entity === asked?.field.entity && one.fieldNo === asked.field.number,
    );
    if (!asked || !field || !isMine) throw new CourtyardError('not_found');
    const page = await this.cells.items(actor, asked, query);
    const cells = page.rows.flatMap((row) => shownCell(asked, row) ?? []);
    const rows = await Promise.all(
      cells.map(async (cell): Promise<ConsentItem> => {
        const { rowId, text, since } = cell;
        const word = wordOf(request, field, rowId);
        return {
          id: toNodeId(asked.of.policy.entity, rowId),
          text,
          version: versionOf(asked, [cell]),
          at: since,
          answer: await this.answer(actor, word, { shown: [cell], count: 1 }),
          blocked: await this.cells.isBlocked(actor, asked, rowId),
        };
      }),
    );
    return { ...page, rows };
  }

  /** Of a yes to one item: its beginning. */
  async excerpt(actor: EmployeeActor, consent: Consent): Promise<string | null> {
    if (consent.rowId === null) return null;
    const [cell] = (await this.valuesOf(actor, consent)).shown;
    return cell ? excerptOf(cell.text) : null;
  }

  /** What became of an answer, other words in the place of those it was said of among it. */
  async stateOf(actor: EmployeeActor, answer: Consent): Promise<ConsentAnswerState> {
    return stateOf(answer, await this.consents.stateOf(actor, answer), await this.valuesOf(actor, answer));
  }

  /** What an answer is about, as it stands now. */
  private async valuesOf(actor: EmployeeActor, { entity, fieldNo, rowId }: Consent): Promise<OwnValues> {
    const asked = entity !== null && fieldNo !== null ? askedField(entity, fieldNo) : undefined;
    if (!asked) return NOTHING;
    if (rowId === null) return this.cells.values(actor, asked);
    const cell = await this.cells.item(actor, asked, rowId);
    return cell ? { shown: [cell], count: 1 } : NOTHING;
  }

  private async field(
    actor: EmployeeActor,
    request: ConsentRequest,
    field: ConsentRequestedField,
    isMine: boolean,
  ): Promise<ConsentRequestField> {
    const told = toldFieldByNumber(field.entity, field.fieldNo);
    const asked = isMine ? askedField(field.entity, field.fieldNo) : undefined;
    if (!asked) return { field: told, values: [], valueCount: 0, version: null, answer: null };
    const values = await this.cells.values(actor, asked);
    return {
      field: told,
      values: values.shown.map(({ text }) => text),
      valueCount: values.count,
      version: versionOf(asked, values.shown),
      answer: await this.answer(actor, wordOf(request, field, null), values),
    };
  }

  private async answer(actor: EmployeeActor, word: Word, values: OwnValues): Promise<ConsentAnswer | null> {
    const answer = await this.consents.answerTo(actor, word);
    if (!answer) return null;
    const { id, at, effectiveAt, validUntil } = answer;
    const state = stateOf(answer, await this.consents.stateOf(actor, answer), values);
    return { id: toNodeId(Consent, id), state, at, effectiveAt, validUntil };
  }
}

const NOTHING: OwnValues = { shown: [], count: 0 };
const STANDING: readonly ConsentAnswerState[] = [ConsentAnswerState.given, ConsentAnswerState.cooling_off];

/** A yes of which every cell says something else by now has fallen: whoever decides compares the same moments. */
function stateOf(
  answer: Consent,
  state: ConsentAnswerState,
  { shown, count }: OwnValues,
): ConsentAnswerState {
  const isWhole = shown.length > 0 && shown.length === count;
  if (!isWhole || !isYes(answer) || !STANDING.includes(state)) return state;
  const covers = Date.parse(coveredBy(answer));
  const isOther = shown.every((cell) => lastChange([cell]).getTime() > covers);
  return isOther ? ConsentAnswerState.invalidated : state;
}

function wordOf(
  { purpose, recipientId }: ConsentRequest,
  { entity, fieldNo }: ConsentRequestedField,
  rowId: string | null,
): Word {
  return { purpose, recipientId, entity, fieldNo, rowId };
}
