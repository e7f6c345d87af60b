import '../consent.errors.js';
import type { EmployeeActor } from '@courtyard/access';
import {
  type OrganisationPolicy,
  PURPOSE_NAMES,
  PURPOSES,
  type Purpose,
  purposeRule,
} from '@courtyard/catalogue';
import { CourtyardError } from '@courtyard/errors';
import { CLOCK, type Clock, Gate, type Write } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { decidingOffice, proposingOffice } from '../decision.js';
import { IndexKeeping, KEEPING } from '../index/index-keeping.js';
import { ProposalStatus } from '../recipient/recipient.entity.js';
import { endConsentsFor } from '../request/ending.js';
import { PurposeProposal, PurposeSetting } from './purpose.entity.js';
import { purposeProposalPolicy, purposeSettingPolicy } from './purpose.policy.js';
import type { PurposePolicy } from './purpose.view.js';
import { basisOf, isSwitchable } from './purpose-basis.js';

/**
 * For what anything is used here. Off takes one role, at once, and ends every yes to it. On again takes two: the first wish stands
 * as a proposal, the second, of another person in another role, carries it out; and it starts at no.
 */
@Injectable()
export class PurposeService {
  constructor(
    private readonly gate: Gate,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Every purpose of the list, in its order. */
  async list(actor: EmployeeActor): Promise<PurposePolicy[]> {
    const [settings, proposals] = await Promise.all([
      this.gate.loadBy(actor, purposeSettingPolicy, 'read', 'purpose', PURPOSE_NAMES),
      this.gate.loadBy(actor, purposeProposalPolicy, 'read', 'purpose', PURPOSE_NAMES),
    ]);
    return PURPOSE_NAMES.map((purpose) => told(actor, purpose, settings, proposals));
  }

  /** What of purposes a decision looks at; openings are told by `OpeningService`. */
  async settings(actor: EmployeeActor): Promise<Pick<OrganisationPolicy, 'switchedOff' | 'basis'>> {
    const policies = await this.list(actor);
    return {
      switchedOff: policies.filter(({ switchedOff }) => switchedOff).map(({ purpose }) => purpose),
      basis: Object.fromEntries(
        policies.flatMap(({ purpose, basis }) => (basis === null ? [] : [[purpose, basis]])),
      ),
    };
  }

  /** @throws auth.forbidden, auth.office_rests, recipient.two_roles, purpose.not_switchable */
  async switch(actor: EmployeeActor, purpose: Purpose, off: boolean): Promise<PurposePolicy> {
    if (!isSwitchable(purpose)) throw new CourtyardError('purpose.not_switchable');
    await this.gate.write(actor, off ? 'switchPurposeOff' : 'switchPurposeOn', async (write) => {
      const keeper = write.errand(KEEPING);
      await IndexKeeping.lock(keeper);
      const [proposal] = await write.loadBy(purposeProposalPolicy, 'read', 'purpose', [purpose]);
      const [setting] = await write.loadBy(purposeSettingPolicy, 'read', 'purpose', [purpose]);
      if (off) await this.switchOff(write, keeper, purpose, setting, proposal);
      else if (setting?.switchedOff) await this.switchOn(write, keeper, actor, purpose, proposal);
      if (write.touched.length > 0) await IndexKeeping.advance(keeper);
      const action = off ? 'switch_off' : 'switch_on';
      write.recordOnly('policy', { resource: 'PurposeSetting', id: purpose, action });
    });
    const policies = await this.list(actor);
    return policies.find((one) => one.purpose === purpose) as PurposePolicy;
  }

  private async switchOff(
    write: Write,
    keeper: Write,
    purpose: Purpose,
    setting: PurposeSetting | undefined,
    proposal: PurposeProposal | undefined,
  ): Promise<void> {
    if (proposal) await write.remove(purposeProposalPolicy, 'drop', { purpose });
    if (!setting) {
      await write.create(purposeSettingPolicy, 'switch_off', { purpose, switchedOff: true, basis: null });
    } else if (!setting.switchedOff) {
      await write.change(purposeSettingPolicy, 'switch_off', { purpose }, { switchedOff: true });
    } else return;
    await endConsentsFor(keeper, purpose, this.clock.now());
  }

  private async switchOn(
    write: Write,
    keeper: Write,
    actor: EmployeeActor,
    purpose: Purpose,
    proposal: PurposeProposal | undefined,
  ): Promise<void> {
    if (!proposal) {
      await write.create(purposeProposalPolicy, 'propose', {
        purpose,
        proposedBy: actor.employeeId,
        proposedRole: proposingOffice(actor),
        proposedAt: this.clock.now().toISOString(),
      });
      return;
    }
    // Who repeats their own wish is told that it waits for somebody else.
    decidingOffice(actor, { ...proposal, status: ProposalStatus.proposed });
    // What was switched off before a yes ended with it.
    await endConsentsFor(keeper, purpose, this.clock.now());
    // The table lets it on while the proposal stands.
    await write.change(purposeSettingPolicy, 'switch_on', { purpose }, { switchedOff: false });
    await write.remove(purposeProposalPolicy, 'decide', { purpose });
  }
}

function told(
  actor: EmployeeActor,
  purpose: Purpose,
  settings: readonly PurposeSetting[],
  proposals: readonly PurposeProposal[],
): PurposePolicy {
  const setting = settings.find((one) => one.purpose === purpose);
  const proposal = proposals.find((one) => one.purpose === purpose);
  return {
    purpose,
    rule: purposeRule(purpose),
    sentence: PURPOSES[purpose].sentence,
    switchedOff: setting?.switchedOff ?? false,
    basis: basisOf(purpose, setting?.basis ?? null),
    onProposedRole: proposal?.proposedRole ?? null,
    onProposedByMe: proposal?.proposedBy === actor.employeeId,
  };
}
