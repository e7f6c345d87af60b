import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId, toNodeId } from '@courtyard/graphql';
import { language } from '@courtyard/people';
import { Gate, type Page } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { askedField, askedFieldByKey } from '../field/asked-field.js';
import { toldFieldByNumber } from '../field/catalogue-field.view.js';
import { noticeOf } from '../notice/notice.js';
import { ConsentRequest, type ConsentRequestedField } from '../request/consent-request.entity.js';
import { consentRequestPolicy } from '../request/consent-request.policy.js';
import { ConsentRequestService } from '../request/consent-request.service.js';
import type { ConsentAnswer, ConsentItem, ConsentRequestField } from '../request/consent-request.view.js';
import { Consent } from './consent.entity.js';
import { excerptOf, OwnCells, textOf } from './own-cells.service.js';
import { isAnswered, OwnConsentsService } from './own-consents.service.js';
import type { Word } from './standing.js';

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
    const rows = await Promise.all(
      page.rows.map(async (row): Promise<ConsentItem> => {
        const rowId = String(row['id']);
        const word = wordOf(request, field, rowId);
        return {
          id: toNodeId(asked.of.policy.entity, rowId),
          excerpt: excerptOf(textOf(row[asked.field.name])),
          at: String(row[asked.of.since]),
          answer: await this.answer(actor, word),
          blocked: await this.cells.isBlocked(actor, asked, rowId),
        };
      }),
    );
    return { ...page, rows };
  }

  async excerpt(actor: EmployeeActor, { entity, fieldNo, rowId }: Consent): Promise<string | null> {
    const asked = entity !== null && fieldNo !== null ? askedField(entity, fieldNo) : undefined;
    return asked && rowId !== null ? this.cells.excerpt(actor, asked, rowId) : null;
  }

  private async field(
    actor: EmployeeActor,
    request: ConsentRequest,
    field: ConsentRequestedField,
    isMine: boolean,
  ): Promise<ConsentRequestField> {
    const told = toldFieldByNumber(field.entity, field.fieldNo);
    if (!isMine) return { field: told, values: [], valueCount: 0, answer: null };
    const asked = askedField(field.entity, field.fieldNo);
    const { values, count } = asked ? await this.cells.values(actor, asked) : { values: [], count: 0 };
    const answer = await this.answer(actor, wordOf(request, field, null));
    return { field: told, values, valueCount: count, answer };
  }

  private async answer(actor: EmployeeActor, word: Word): Promise<ConsentAnswer | null> {
    const answer = await this.consents.answerTo(actor, word);
    if (!answer) return null;
    const { id, at, effectiveAt, validUntil } = answer;
    const state = await this.consents.stateOf(actor, answer);
    return { id: toNodeId(Consent, id), state, at, effectiveAt, validUntil };
  }
}

function wordOf(
  { purpose, recipientId }: ConsentRequest,
  { entity, fieldNo }: ConsentRequestedField,
  rowId: string | null,
): Word {
  return { purpose, recipientId, entity, fieldNo, rowId };
}
