import type { Purpose, RecipientCategory } from '@courtyard/catalogue';
import type { Database, Row, Statement, Transaction } from '@courtyard/database';
import { LAST_STEPS, type Step } from '@courtyard/egress';
import { v7 as newId } from 'uuid';
import type { Format } from './table.js';

/** A disclosure that waits to be sent, as two people approved it. */
export interface DueDisclosure {
  readonly organisationId: string;
  readonly id: string;
  readonly recipient: {
    readonly id: string;
    readonly name: string;
    readonly category: RecipientCategory;
    readonly country: string;
    readonly agePublicKey: string;
    readonly delivery: { readonly kind: 'file_drop' } | { readonly kind: 'https'; readonly endpoint: string };
  };
  readonly purpose: Purpose;
  readonly question: string;
  readonly format: Format;
  readonly sealedSecret: Buffer;
  readonly canary: string;
  readonly indexVersion: string;
  /** Whether recipient and purpose still stand. */
  readonly open: boolean;
}

export interface RecordedStep {
  readonly step: Step;
  readonly fileSha256: string | null;
}

/** What goes with a step into the record. */
export interface StepDetails {
  readonly manifest?: string;
  readonly fileSha256?: Buffer;
  readonly indexVersion?: string;
}

/** With what of somebody leaves. */
export interface Departing {
  readonly employeeId: string;
  readonly entity: string;
  /** Array literal of PostgreSQL. */
  readonly fieldNos: string;
  readonly rows: string;
}

const ORGANISATIONS = 'select organisation_id from egress.organisation';
const DUE = `select organisation_id, disclosure_id, recipient_id, recipient_name, recipient_category, recipient_country,
  age_public_key, delivery_kind, delivery_endpoint, purpose, question, format, encode(sealed_secret, 'hex'), canary, index_version, open
from egress.due_disclosure order by disclosure_id`;
const STEPS = `select step, encode(file_sha256, 'hex') from egress.step where disclosure_id = $1::uuid order by id`;
const STRANDED = `select distinct s.disclosure_id from egress.step s
where not exists (select from egress.step e where e.disclosure_id = s.disclosure_id and e.step = any ($1::text[]))
  and not exists (select from egress.due_disclosure d where d.disclosure_id = s.disclosure_id)`;
const RECORD = `insert into disclosure_step (organisation_id, id, disclosure_id, step, at, manifest, file_sha256, index_version)
values ($1::uuid, $2::uuid, $3::uuid, $4::text, $5::timestamptz, $6::text, $7::bytea, $8::bigint)`;
const DEPART = `insert into departure (organisation_id, employee_id, disclosure_id, entity, field_nos, rows, at)
select $1::uuid, p.employee_id, $2::uuid, p.entity, p.field_nos::smallint[], p.rows, $3::timestamptz
from unnest($4::uuid[], $5::text[], $6::text[], $7::int[]) p (employee_id, entity, field_nos, rows)`;

/** What is due, and how far each came. Steps and departures are only ever added. */
export class Ledger {
  constructor(
    private readonly database: Database,
    private readonly now: () => Date,
  ) {}

  async organisations(): Promise<string[]> {
    const [rows = []] = await this.database.withoutOrganisation([{ text: ORGANISATIONS, values: [] }]);
    return rows.map(([id]) => String(id));
  }

  async due(organisationId: string): Promise<DueDisclosure[]> {
    const [rows = []] = await this.database.flight(organisationId, [{ text: DUE, values: [] }]);
    return rows.map(dueOf);
  }

  /** Whether it is due and open still; inside a snapshot, by what that sees. */
  async stillDue(tx: Transaction, id: string): Promise<DueDisclosure | undefined> {
    return (await tx.query({ text: DUE, values: [] })).map(dueOf).find((one) => one.id === id && one.open);
  }

  /** Begun, and neither ended nor due any more: expired, or ended by the house. */
  async stranded(organisationId: string): Promise<string[]> {
    const [rows = []] = await this.database.flight(organisationId, [
      { text: STRANDED, values: [LAST_STEPS] },
    ]);
    return rows.map(([id]) => String(id));
  }

  async steps(organisationId: string, id: string): Promise<RecordedStep[]> {
    const [rows = []] = await this.database.flight(organisationId, [{ text: STEPS, values: [id] }]);
    return rows.map(([step, sha256]) => ({ step: step as Step, fileSha256: sha256 ?? null }));
  }

  /** @throws DatabaseError where it ended already: there is one end */
  async record(organisationId: string, id: string, step: Step, details: StepDetails = {}): Promise<void> {
    await this.database.flight(organisationId, [this.step(organisationId, id, step, details)]);
  }

  /** That bytes leave from here on, and with what of whom: together or not at all, and before the first of them. */
  async recordLeaving(
    organisationId: string,
    id: string,
    details: StepDetails,
    departing: readonly Departing[],
  ): Promise<void> {
    await this.database.flight(organisationId, [
      this.step(organisationId, id, 'sending', details),
      {
        text: DEPART,
        values: [
          organisationId,
          id,
          this.now(),
          departing.map(({ employeeId }) => employeeId),
          departing.map(({ entity }) => entity),
          departing.map(({ fieldNos }) => fieldNos),
          departing.map(({ rows }) => rows),
        ],
      },
    ]);
  }

  private step(organisationId: string, id: string, step: Step, details: StepDetails): Statement {
    const { manifest = null, fileSha256 = null, indexVersion = null } = details;
    return {
      text: RECORD,
      values: [organisationId, newId(), id, step, this.now(), manifest, fileSha256, indexVersion],
    };
  }
}

function dueOf(row: Row): DueDisclosure {
  const [organisationId, id, recipientId, name, category, country, agePublicKey, kind, endpoint] =
    row.map(String);
  const [purpose, question, format, sealedSecret, canary, indexVersion, open] = row.slice(9).map(String);
  return {
    organisationId,
    id,
    recipient: {
      id: recipientId,
      name,
      category,
      country,
      agePublicKey,
      delivery: kind === 'https' ? { kind, endpoint } : { kind: 'file_drop' },
    },
    purpose,
    question,
    format,
    sealedSecret: Buffer.from(String(sealedSecret), 'hex'),
    canary,
    indexVersion,
    open: open === 't',
  } as DueDisclosure;
}
