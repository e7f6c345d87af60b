import { type Actor, type EmployeeActor } from '@courtyard/access';
import type { OrganisationPolicy, Recipient as Party } from '@courtyard/catalogue';
import { fieldKey } from '@courtyard/catalogue';
import { Gate } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { askedField } from '../field/asked-field.js';
import { openingPolicy } from '../opening/opening.policy.js';
import { PurposeService } from '../purpose/purpose.service.js';
import { isProcessor } from '../recipient/proposal.js';
import { ProposalStatus, type Recipient } from '../recipient/recipient.entity.js';
import { recipientPolicy } from '../recipient/recipient.policy.js';

/** The organisation's own word, in the form in which `decide` asks for it. */
@Injectable()
export class OrganisationPolicies {
  constructor(
    private readonly gate: Gate,
    private readonly purposes: PurposeService,
  ) {}

  /** What the organisation decided about one recipient. Others' openings are left out: nothing asks for them. */
  async towards(actor: EmployeeActor, recipient: Recipient): Promise<OrganisationPolicy> {
    const settings = await this.purposes.settings(actor);
    const openings = await this.gate.loadBy(actor, openingPolicy, 'read', 'recipientId', [recipient.id]);
    const isActive = recipient.status === ProposalStatus.active;
    const opened = openings
      .filter(({ status }) => isActive && status === ProposalStatus.active)
      .map(({ purpose, recipientId, entity, fieldNos }) => ({
        purpose,
        recipient: recipientId,
        fields: fieldNos.flatMap((fieldNo) => {
          const asked = askedField(entity, fieldNo);
          return asked ? [fieldKey(asked.field)] : [];
        }),
      }));
    return { ...settings, opened };
  }

  /** The recipient as a party; a processor with its contract, and whether anybody else belongs to its owner. */
  async partyOf(actor: Actor, recipient: Recipient): Promise<Party> {
    const { id, category } = recipient;
    if (!isProcessor(category)) return { id, category };
    const group = await this.gate.loadBy(actor, recipientPolicy, 'read', 'ownerFolded', [
      recipient.ownerFolded,
    ]);
    const sharesGroup = group.some(
      (one) => one.lineageId !== recipient.lineageId && one.status === ProposalStatus.active,
    );
    return {
      id,
      category,
      contract: {
        reference: recipient.contractReference ?? '',
        country: recipient.country,
        transferTool: recipient.transferTool ?? '',
        fields: recipient.status === ProposalStatus.active ? recipient.contractFields : [],
        sharesGroup,
      },
    };
  }
}
