import type { EmployeeActor } from '@courtyard/access';
import type { Purpose } from '@courtyard/catalogue';
import { CourtyardError } from '@courtyard/errors';
import { CLOCK, type Clock, Gate } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { IndexKeeping, KEEPING } from '../index/index-keeping.js';
import { PurposeService } from '../purpose/purpose.service.js';
import { type ProcessingLimit, ProcessingLimitKind } from './processing-limit.entity.js';
import { processingLimitPolicy } from './processing-limit.policy.js';

/**
 * Restriction (GDPR Art. 18) and objection (Art. 21). Both work at once and both can be taken back; the log tells neither of
 * them from the other, nor setting from lifting.
 */
@Injectable()
export class ProcessingLimitService {
  constructor(
    private readonly gate: Gate,
    private readonly purposes: PurposeService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  mine(actor: EmployeeActor): Promise<ProcessingLimit[]> {
    return this.gate.loadBy(actor, processingLimitPolicy, 'read', 'employeeId', [actor.employeeId]);
  }

  /** Only where a purpose rests on legitimate interest. @throws input.invalid for other purposes */
  async object(actor: EmployeeActor, purpose: Purpose, on: boolean): Promise<ProcessingLimit[]> {
    const { basis } = await this.purposes.settings(actor);
    if (basis[purpose] !== 'legitimate-interest')
      throw new CourtyardError('input.invalid', { fields: ['purpose'] });
    return this.limit(actor, ProcessingLimitKind.objection, purpose, on);
  }

  /** Of everything but legal claims. */
  restrict(actor: EmployeeActor, on: boolean): Promise<ProcessingLimit[]> {
    return this.limit(actor, ProcessingLimitKind.restriction, '', on);
  }

  private async limit(
    actor: EmployeeActor,
    kind: ProcessingLimitKind,
    purpose: Purpose | '',
    on: boolean,
  ): Promise<ProcessingLimit[]> {
    const { employeeId } = actor;
    await this.gate.write(actor, 'limitProcessing', async (write) => {
      const touched = { resource: 'ProcessingLimit', id: employeeId, action: 'limit', personId: employeeId };
      write.recordOnly('consent', touched);
      await write.actorNow();
      const keeper = write.errand(KEEPING);
      await IndexKeeping.lock(keeper);
      const mine = await write.loadBy(processingLimitPolicy, 'read', 'employeeId', [employeeId]);
      const set = mine.some((one) => one.kind === kind && one.purpose === purpose);
      const key = { employeeId, kind, purpose };
      if (on && !set) {
        await write.create(processingLimitPolicy, 'set', { ...key, since: this.clock.now().toISOString() });
      }
      if (!on && set) await write.remove(processingLimitPolicy, 'lift', key);
      await IndexKeeping.advance(keeper);
    });
    return this.mine(actor);
  }
}
