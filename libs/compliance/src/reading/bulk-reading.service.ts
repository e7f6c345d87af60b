import type { EmployeeActor } from '@courtyard/access';
import { AuditLog } from '@courtyard/audit';
import { ReadingLimit } from '@courtyard/records';
import { Injectable } from '@nestjs/common';

/** Somebody says that they mean to read so much; see `ReadingLimit`. */
@Injectable()
export class BulkReadingService {
  constructor(
    private readonly audit: AuditLog,
    private readonly reading: ReadingLimit,
  ) {}

  /**
   * Opens the next portion of whatever is used up. The event is stored first: no record, no portion.
   * @returns whether there was anything to confirm
   * @throws server.unavailable when it cannot be recorded
   */
  async confirm(actor: EmployeeActor): Promise<boolean> {
    const kinds = await this.reading.exhausted(actor);
    if (kinds.length === 0) return false;
    const { organisationId, requestId } = actor;
    await this.audit.record({
      organisationId,
      requestId,
      actor,
      kind: 'bulk_read',
      operation: 'confirmBulkReading',
      // What was read is known to nobody; only of which kind it was.
      touched: kinds.map((kind) => ({ resource: `Reading.${kind}`, id: organisationId, action: 'confirm' })),
      personIds: [],
      fieldNos: [],
      purpose: 'security',
      basis: 'legitimate-interest',
    });
    await this.reading.open(actor, kinds);
    return true;
  }
}
