import type { EmployeeActor } from '@courtyard/access';
import { Gate, type Page } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { readEvent } from '../event-body.js';
import type { AuditConcern } from './audit-concern.entity.js';
import { auditConcernPolicy } from './audit-concern.policy.js';
import type { LookEntry } from './looks.view.js';

/** What was recorded about whoever asks. It is theirs to know, so asking is not recorded. */
@Injectable()
export class LooksService {
  constructor(private readonly gate: Gate) {}

  /** Newest first. @throws input.invalid */
  async list(
    actor: EmployeeActor,
    { first, after }: { readonly first: number; readonly after?: string | null },
  ): Promise<Page<LookEntry>> {
    const page = await this.gate.list(actor, auditConcernPolicy, 'read', {
      where: { personId: actor.employeeId },
      order: { by: 'eventId', direction: 'desc' },
      first,
      after: after ?? null,
    });
    return { ...page, rows: page.rows.map(toLook) };
  }

  /** One event that concerns the actor; null where there is none. */
  async find(actor: EmployeeActor, eventId: string): Promise<AuditConcern | null> {
    const { rows } = await this.gate.list(actor, auditConcernPolicy, 'read', {
      where: { personId: actor.employeeId, eventId },
      order: { by: 'eventId', direction: 'desc' },
      first: 1,
    });
    return rows[0] ?? null;
  }
}

function toLook({ eventId, at, kind, body, endBody }: AuditConcern): LookEntry {
  const { operation, purpose, roles, fields, decision, case: about } = readEvent(body);
  const outcome = kind === 'opened' ? outcomeOf(eventId, endBody) : null;
  return { eventId, at, operation, purpose, roles, fields, decision, outcome, case: about };
}

/** The index of ends only finds the end; what counts is what the end itself says. */
function outcomeOf(eventId: string, endBody: Buffer | null): string {
  const end = endBody && readEvent(endBody);
  return end?.opened === eventId && end.outcome === 'answered' ? 'answered' : 'failed';
}
