import type { EmployeeActor } from '@courtyard/access';
import { CLOCK, type Clock, Gate } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { officePolicy } from './office.policy.js';
import { RestingOffice } from './office.view.js';

/** More than these at once are no appointments. */
const MOST = 100;

/** Who approves, and who was newly made to. */
@Injectable()
export class OfficeService {
  constructor(
    private readonly gate: Gate,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Offices that rest, the newest first: colleagues can object until they count. */
  async resting(actor: EmployeeActor): Promise<RestingOffice[]> {
    const { rows } = await this.gate.list(actor, officePolicy, 'read', {
      order: { by: 'countsFrom', direction: 'desc' },
      where: { countsFrom: { from: this.clock.now().toISOString() } },
      first: MOST,
    });
    return rows.map(({ role, givenAt, countsFrom, employeeId, givenBy }) =>
      Object.assign(new RestingOffice(), { role, givenAt, countsFrom, employeeId, givenById: givenBy }),
    );
  }
}
