import type { EmployeeActor } from '@courtyard/access';
import { StoredTree } from '@courtyard/audit';
import { CourtyardError } from '@courtyard/errors';
import { type Filter, Gate, type Page } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { fieldOf, readEvent } from '../event-body.js';
import type { AuditEntry } from './audit-entry.entity.js';
import { auditEntryOfFieldPolicy, auditEntryPolicy } from './audit-entry.policy.js';
import type { AuditEntryOfField } from './audit-entry-of-field.entity.js';
import type { LogFilter } from './log.input.js';
import type { LogEntry, LogHead } from './log.view.js';

/** Looks at the log itself, which secure the house. */
export const LOG_OPERATIONS: ReadonlySet<string> = new Set(['logEntries', 'logProof']);

/**
 * How far an entry may stand from where its time belongs. Entries stand in the order in which their transactions began, and a
 * transaction ends within minutes; the day is generous.
 */
const OUT_OF_ORDER_MILLIS = 24 * 3_600_000;

const NEWEST_FIRST = { by: 'position', direction: 'desc' } as const;

export interface LogQuery {
  readonly filter?: LogFilter | null;
  readonly first: number;
  readonly after?: string | null;
}

/** The log as a compliance officer reads it. Each page is itself an entry: what it was narrowed by, and in which role. */
@Injectable()
export class LogService {
  constructor(
    private readonly gate: Gate,
    private readonly tree: StoredTree,
  ) {}

  /** Newest first. @throws input.invalid, server.unavailable when the look cannot be recorded */
  async list(actor: EmployeeActor, { filter, first, after }: LogQuery): Promise<Page<LogEntry>> {
    const filters = givenOf(filter ?? {});
    const { field, from, to, ...exact } = filters;
    const where: Filter<AuditEntry> = { ...exact, ...(await this.between(actor, from, to)) };
    const query = { order: NEWEST_FIRST, first, after: after ?? null, planned: 'by_values' } as const;
    const look = { operation: 'logEntries', filters };
    if (field === undefined) {
      const page = await this.gate.listOnRecord(actor, auditEntryPolicy, 'read', look, { ...query, where });
      return { ...page, rows: page.rows.map(toEntry) };
    }
    const named = fieldOf(field);
    if (!named) throw new CourtyardError('input.invalid', { fields: ['field'] });
    const ofField: Filter<AuditEntryOfField> = {
      ...(where as Filter<AuditEntryOfField>),
      fieldEntity: named.entity,
      fieldNo: named.number,
    };
    const page = await this.gate.listOnRecord(actor, auditEntryOfFieldPolicy, 'read', look, {
      ...query,
      where: ofField,
    });
    return { ...page, rows: page.rows.map(toEntry) };
  }

  /** Where the log stands. Counts and times of the log itself; nothing of anybody is in it. */
  async head(actor: EmployeeActor): Promise<LogHead> {
    const [checkpoint, waiting] = await Promise.all([
      this.tree.head(),
      this.tree.waiting(actor.organisationId),
    ]);
    return { size: String(checkpoint?.size ?? 0n), checkpointAt: checkpoint?.at ?? null, waiting };
  }

  /** A time as a piece of the log: exact by the entries' own time, and found by where that time stands. */
  private async between(
    actor: EmployeeActor,
    from: string | undefined,
    to: string | undefined,
  ): Promise<Filter<AuditEntry>> {
    if (from === undefined && to === undefined) return {};
    const [first, last] = await Promise.all([
      from === undefined ? null : this.located(actor, 'before', shifted(from, -OUT_OF_ORDER_MILLIS)),
      to === undefined ? null : this.located(actor, 'from', shifted(to, OUT_OF_ORDER_MILLIS)),
    ]);
    return {
      at: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { before: to }) },
      ...(first === null && last === null
        ? {}
        : {
            position: {
              ...(first === null ? {} : { from: first }),
              ...(last === null ? {} : { before: last }),
            },
          }),
    };
  }

  /** The position of the last entry before a time, or of the first from it on; null where there is none. */
  private async located(actor: EmployeeActor, side: 'before' | 'from', at: string): Promise<string | null> {
    const { rows } = await this.gate.list(actor, auditEntryPolicy, 'locate', {
      where: { at: side === 'before' ? { before: at } : { from: at } },
      order: { by: 'at', direction: side === 'before' ? 'desc' : 'asc' },
      first: 1,
      planned: 'by_values',
    });
    return rows[0]?.position ?? null;
  }
}

type Given = { readonly [Name in keyof LogFilter]?: string };

/** What was filled in; times in the one form that PostgreSQL reads. @throws input.invalid */
function givenOf(filter: LogFilter): Given {
  const given = Object.entries(filter).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(
    given.map(([name, value]) => [name, name === 'from' || name === 'to' ? instantOf(name, value) : value]),
  );
}

/** JavaScript takes 30 February for a day in March; this is that day, which PostgreSQL can read. */
function instantOf(name: string, text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1970 || at.getUTCFullYear() > 9_000)
    throw new CourtyardError('input.invalid', { fields: [name] });
  return at.toISOString();
}

function shifted(at: string, millis: number): string {
  return new Date(Math.max(0, Date.parse(at) + millis)).toISOString();
}

function toEntry(entry: AuditEntry): LogEntry {
  const { eventId, position, at, kind, operation, purpose, decision, roles } = entry;
  const { fields, resources } = readEvent(entry.body);
  return {
    eventId,
    position,
    at,
    kind,
    operation,
    purpose,
    decision,
    roles,
    fields,
    resources,
    case: entry.case,
  };
}
