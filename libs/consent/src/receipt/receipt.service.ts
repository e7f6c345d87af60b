import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import { organisationPolicy } from '@courtyard/people';
import { Gate } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { Consent } from '../consent/consent.entity.js';
import { consentPolicy } from '../consent/consent.policy.js';
import { OwnConsentsService } from '../consent/own-consents.service.js';
import { inOrder, isAnswer, keyOf, wordOf } from '../consent/standing.js';
import { askedField } from '../field/asked-field.js';
import { RecipientService } from '../recipient/recipient.service.js';
import { type Receipted, receiptOf } from './receipt.js';
import type { ConsentReceipt } from './receipt.view.js';
import { linesOf } from './receipt-words.js';

/** Receipts of what the actor said; nobody gets one of anybody else. */
@Injectable()
export class ReceiptService {
  constructor(
    private readonly gate: Gate,
    private readonly consents: OwnConsentsService,
    private readonly recipients: RecipientService,
  ) {}

  /** @throws not_found */
  async of(actor: EmployeeActor, nodeId: string): Promise<ConsentReceipt> {
    const answer = await this.gate.get(actor, consentPolicy, 'read', fromNodeId(Consent, nodeId));
    const word = wordOf(answer);
    const asked = word && askedField(word.entity, word.fieldNo);
    if (!word || !asked) throw new CourtyardError('not_found');
    const { events } = await this.consents.of(actor);
    const { organisationId } = actor;
    const receipted: Receipted = {
      answer,
      together: events.filter(({ salt }) => salt !== null && salt === answer.salt),
      since: afterwards(events, answer, keyOf(word)),
      field: asked.field,
      recipient: await this.recipients.get(actor, answer.recipientId),
      organisation: {
        id: organisationId,
        name: (await this.gate.get(actor, organisationPolicy, 'read', organisationId)).name,
      },
    };
    return { json: JSON.stringify(receiptOf(receipted), null, 2), lines: linesOf(receipted) };
  }
}

/** What became of an answer until the next answer to the same thing. */
function afterwards(events: readonly Consent[], answer: Consent, key: string): Consent[] {
  const same = inOrder(events).filter((event) => {
    const word = wordOf(event);
    return word !== null && keyOf(word) === key;
  });
  const later = same.slice(same.findIndex(({ id }) => id === answer.id) + 1);
  const next = later.findIndex(isAnswer);
  return next < 0 ? later : later.slice(0, next);
}
