import { systemActor } from '@courtyard/access';
import { DISCLOSING } from '@courtyard/consent';
import { CLOCK, type Clock, Gate } from '@courtyard/records';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DisclosureStatus } from './disclosure.entity.js';
import { disclosurePolicy, disclosureStepPolicy } from './disclosure.policy.js';
import { statusNow } from './standing.js';

const EVERY_MILLIS = 30_000;
const AT_ONCE = 100;

/** Writes down what time and sending brought to an end, so that lists find it. Nothing is opened or closed by it. */
@Injectable()
export class DisclosureSettling {
  constructor(
    private readonly gate: Gate,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @returns how many came to their end */
  async settle(organisationId: string): Promise<number> {
    const actor = systemActor(DISCLOSING, organisationId);
    let settled = 0;
    for (const status of [DisclosureStatus.requested, DisclosureStatus.approved]) {
      const page = await this.gate.list(actor, disclosurePolicy, 'settle', {
        where: { status },
        order: { by: 'expiresAt', direction: 'asc' },
        first: AT_ONCE,
      });
      for (const { id } of page.rows) settled += (await this.settleOne(organisationId, id)) ? 1 : 0;
    }
    return settled;
  }

  private settleOne(organisationId: string, id: string): Promise<boolean> {
    const actor = systemActor(DISCLOSING, organisationId);
    return this.gate.write(actor, 'settleDisclosure', async (write) => {
      const disclosure = await write.get(disclosurePolicy, 'settle', id);
      const steps = await write.loadBy(disclosureStepPolicy, 'read', 'disclosureId', [id]);
      const status = statusNow(disclosure, steps, this.clock.now());
      if (status === disclosure.status) return false;
      await write.change(disclosurePolicy, 'settle', id, { status });
      write.recordAs('disclosure', disclosure.purpose);
      return true;
    });
  }
}

/** Settles twice a minute, in all organisations, in every process that serves. */
@Injectable()
export class DisclosureTicking implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly gate: Gate,
    private readonly settling: DisclosureSettling,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.next(), EVERY_MILLIS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await this.round;
  }

  private next(): void {
    this.round = this.round
      .then(async () => {
        for (const organisationId of await this.gate.organisations())
          if (!this.closed) await this.settling.settle(organisationId);
      })
      .catch(() => {
        if (!this.closed) process.emitWarning('Disclosures could not be brought to their end just now.');
      });
  }
}
