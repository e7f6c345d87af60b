import '../egress.errors.js';
import type { EmployeeActor } from '@courtyard/access';
import { AuditLog } from '@courtyard/audit';
import { type DryRunColumn, fieldKey, type Purpose, presentColumn, type Reason } from '@courtyard/catalogue';
import { type AskedField, Recipient, RecipientService, toldField } from '@courtyard/consent';
import { fromNodeId } from '@courtyard/graphql';
import { Gate, type Reckoning } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import type { PreviewDisclosureInput } from '../disclosure/disclosure.input.js';
import { disclosurePolicy } from '../disclosure/disclosure.policy.js';
import type { DisclosureColumn, DisclosurePreview } from '../disclosure/disclosure.view.js';
import { fieldsByKey } from '../disclosure/requested-fields.js';
import { neverOf } from '../rule/verdict.js';
import { everythingLeaving } from '../wall/leaving.js';
import { OPEN, previewSql, VERDICTS } from '../wall/preview.js';
import { READING } from '../wall/reading.js';
import { roundedDown, toldColumn } from './told-column.js';

/** What is asked, once its names are resolved. */
export interface Asked {
  readonly recipient: Recipient;
  readonly purpose: Purpose;
  readonly fields: readonly AskedField[];
}

/**
 * What a disclosure would contain, counted and not shown. The counts are decided by the sentence that role egress reads by,
 * over the whole organisation at once, and are told rounded down to tens: who asks again and again learns of a person at most
 * that a ten was crossed (docs/decisions/0024). Each preview is on record before it is counted.
 */
@Injectable()
export class PreviewService {
  constructor(
    private readonly gate: Gate,
    private readonly recipients: RecipientService,
    private readonly audit: AuditLog,
  ) {}

  /** @throws not_found for the recipient, disclosure.unknown_field, auth.forbidden */
  async preview(actor: EmployeeActor, input: PreviewDisclosureInput): Promise<DisclosurePreview> {
    const recipient = await this.recipients.get(actor, fromNodeId(Recipient, input.recipientId));
    const asked = { recipient, purpose: input.purpose, fields: fieldsByKey(input.fieldKeys) };
    const columns = await this.columns(actor, asked);
    const useful = asked.fields.filter((_, at) => (columns[at]?.released ?? 0) >= 10);
    const isSmaller = useful.length > 0 && useful.length < asked.fields.length;
    return {
      columns: columns.map((column, at) => told(asked.fields[at], column)),
      smaller: isSmaller ? useful.map(({ field }) => toldField(field)) : null,
    };
  }

  /** The columns of a preview, as people may read them, in the order of the fields. */
  async told(actor: EmployeeActor, asked: Asked): Promise<DisclosureColumn[]> {
    const columns = await this.columns(actor, asked);
    return columns.map((column, at) => told(asked.fields[at], column));
  }

  /** Rounded down to tens. */
  private async columns(actor: EmployeeActor, asked: Asked): Promise<DryRunColumn[]> {
    const { recipient, purpose, fields } = asked;
    await this.record(actor, asked);
    const entities = new Set(fields.map(({ field }) => field.entity));
    const counted = await Promise.all([...entities].map((entity) => this.count(actor, entity, asked)));
    const columns = new Map(counted.flat().map((column) => [column.field, column]));
    return fields.map(({ field }) => {
      const column = columns.get(fieldKey(field));
      if (!column) throw new Error(`${fieldKey(field)} to ${recipient.id} for ${purpose} was not counted.`);
      return roundedDown(column);
    });
  }

  /** No record, no count; what is never is on record as refused, with its reason. */
  private record(actor: EmployeeActor, { recipient, purpose, fields }: Asked): Promise<void> {
    const never = neverOf(purpose, recipient.category);
    return this.audit.record({
      organisationId: actor.organisationId,
      requestId: actor.requestId,
      kind: 'disclosure',
      operation: 'previewDisclosure',
      actor,
      personIds: [],
      touched: [{ resource: 'Recipient', id: recipient.id, action: never ?? 'preview' }],
      fieldNos: fields.map(({ field }) => field.number),
      purpose,
      basis: 'legitimate-interest',
      decision: never === null ? 'permitted' : 'denied',
    });
  }

  private async count(
    actor: EmployeeActor,
    entity: string,
    { recipient, purpose, fields }: Asked,
  ): Promise<DryRunColumn[]> {
    const mine = fields.filter(({ field }) => field.entity === entity);
    const rows = await this.gate.reckon(actor, reckoningOf(entity), [
      recipient.id,
      purpose,
      mine.map(({ field }) => field.number),
    ]);
    return rows.flatMap(([fieldNo, verdict, ...numbers]) => {
      const asked = mine.find(({ field }) => field.number === Number(fieldNo));
      return asked ? [columnOf(fieldKey(asked.field), String(verdict), numbers.map(Number))] : [];
    });
  }
}

const reckonings = new Map<string, Reckoning>();

/** Made when it is first asked for: every resource has declared itself by then. */
function reckoningOf(entity: string): Reckoning {
  const known = reckonings.get(entity);
  if (known) return known;
  const leaving = everythingLeaving().find((one) => one.entity === entity);
  if (!leaving) throw new Error(`${entity} cannot leave.`);
  const text = previewSql(leaving);
  const reckoning = { policy: disclosurePolicy, action: 'preview', text, settings: READING, words: VERDICTS };
  reckonings.set(entity, reckoning as unknown as Reckoning);
  return reckoning as unknown as Reckoning;
}

function columnOf(
  field: string,
  verdict: string,
  [cells = 0, released = 0, restricted = 0]: readonly number[],
): DryRunColumn {
  const withheld: Partial<Record<Reason, number>> =
    verdict === OPEN ? { restricted, withheld: cells - released - restricted } : { [verdict]: cells };
  return { field, cells, released, withheld };
}

function told(asked: AskedField | undefined, column: DryRunColumn): DisclosureColumn {
  if (!asked) throw new Error('A column without its field.');
  return toldColumn(asked.field, presentColumn(column, { nobodyCanHaveSpoken: false }));
}
