import { createHash, randomUUID } from 'node:crypto';
import type { Purpose, RecipientCategory } from '@courtyard/catalogue';
import type { TestDatabase } from '@courtyard/database';
import { hashOfSecret, makeGrantSecret, READING } from '@courtyard/egress';
import { Client } from 'pg';

type Row = Readonly<Record<string, unknown>>;

export const SOME_TIME = new Date('2026-03-01T12:00:00Z');
export const LONG_AGO = '0001-01-01T00:00:00Z';
export const NEXT_YEAR = '2999-01-01T00:00:00Z';

export interface OpenedGrant {
  readonly organisationId: string;
  readonly disclosureId: string;
  readonly secret: string;
}

/** A row that left, as role egress read it. */
export interface CellsRow {
  readonly ref: string;
  readonly month?: string | null;
  readonly released: string;
  readonly [column: string]: unknown;
}

/**
 * Rows of an organisation written as the database's superuser, past triggers and application, and read back as role egress: so
 * that the views are tried on states which nothing else would let come about.
 */
export class Wall {
  private constructor(
    readonly database: TestDatabase,
    readonly owner: Client,
    readonly egress: Client,
  ) {}

  static async open(database: TestDatabase): Promise<Wall> {
    const owner = new Client({ connectionString: database.ownerUrl });
    const egress = new Client({ connectionString: database.urls.egress });
    await Promise.all([owner.connect(), egress.connect()]);
    await owner.query("set session_replication_role = 'replica'");
    return new Wall(database, owner, egress);
  }

  async close(): Promise<void> {
    await Promise.all([this.owner.end(), this.egress.end()]);
  }

  async insert(table: string, rows: readonly Row[]): Promise<void> {
    const columns = Object.keys(rows[0] ?? {}).join(', ');
    if (rows.length === 0) return;
    await this.owner.query(
      `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(rows)],
    );
  }

  async organisation(): Promise<string> {
    const organisationId = randomUUID();
    await this.insert('organisation', [{ organisation_id: organisationId, name: 'Kessler Pumps' }]);
    await this.insert('audience', [
      {
        organisation_id: organisationId,
        key: 1,
        kind: 'organisation',
        group_id: organisationId,
        name: 'all',
        generation: 1,
        holders: 0,
        outside: 0,
        version: 0,
      },
      {
        organisation_id: organisationId,
        key: 2,
        kind: 'community',
        group_id: randomUUID(),
        name: 'some',
        generation: 1,
        holders: 0,
        outside: 0,
        version: 0,
      },
    ]);
    return organisationId;
  }

  async recipient(organisationId: string, category: RecipientCategory, more: Row = {}): Promise<string> {
    const id = randomUUID();
    await this.insert('recipient', [
      {
        organisation_id: organisationId,
        id,
        lineage_id: id,
        version: 1,
        name: 'Hochschule Mittelland',
        category,
        owner_name: 'Land',
        owner_folded: 'land',
        country: 'CH',
        contract_fields: ['Nothing.at'],
        age_public_key: 'age1x',
        delivery_kind: 'file_drop',
        alias_secret: `\\x${randomUUID().replaceAll('-', '')}${randomUUID().replaceAll('-', '')}`,
        contract_reference: 'C-1',
        transfer_tool: 'none needed',
        status: 'active',
        proposed_by: id,
        proposed_role: 'administrator',
        proposed_at: SOME_TIME,
        decided_by: randomUUID(),
        decided_role: 'data_protection',
        decided_at: SOME_TIME,
        ...more,
      },
    ]);
    return id;
  }

  async opening(
    organisationId: string,
    purpose: Purpose,
    recipientId: string,
    entity: string,
    fieldNos: readonly number[],
    more: Row = {},
  ): Promise<void> {
    if (fieldNos.length === 0) return;
    const id = randomUUID();
    await this.insert('opening', [
      {
        organisation_id: organisationId,
        id,
        purpose,
        recipient_id: recipientId,
        entity,
        field_nos: fieldNos,
        status: 'active',
        proposed_by: id,
        proposed_role: 'administrator',
        proposed_at: SOME_TIME,
        decided_by: randomUUID(),
        decided_role: 'data_protection',
        decided_at: SOME_TIME,
        ...more,
      },
    ]);
  }

  /** An approved disclosure with its grant. */
  async grant(
    organisationId: string,
    purpose: Purpose,
    recipientId: string,
    fields: Readonly<Record<string, readonly number[]>>,
    more: { disclosure?: Row; grant?: Row } = {},
  ): Promise<OpenedGrant> {
    const disclosureId = randomUUID();
    const secret = makeGrantSecret();
    const now = Date.now();
    const expires = new Date(now + 3_600_000).toISOString();
    await this.insert('disclosure', [
      {
        organisation_id: organisationId,
        id: disclosureId,
        recipient_id: recipientId,
        purpose,
        question: 'Why?',
        format: 'csv',
        requested_by: randomUUID(),
        requested_role: 'administrator',
        requested_at: new Date(now - 1000).toISOString(),
        expires_at: expires,
        status: 'approved',
        ...more.disclosure,
      },
    ]);
    await this.insert(
      'disclosure_field',
      Object.entries(fields).flatMap(([entity, numbers]) =>
        numbers.map((field_no) => ({
          organisation_id: organisationId,
          disclosure_id: disclosureId,
          entity,
          field_no,
        })),
      ),
    );
    await this.insert('disclosure_grant', [
      {
        organisation_id: organisationId,
        id: disclosureId,
        recipient_id: recipientId,
        purpose,
        secret_hash: `\\x${hashOfSecret(secret).toString('hex')}`,
        sealed_secret: `\\x${'00'.repeat(40)}`,
        expires_at: expires,
        ...more.grant,
      },
    ]);
    return { organisationId, disclosureId, secret };
  }

  /** Runs as role egress, inside one transaction bound to the grant. */
  async asEgress<Told>(grant: OpenedGrant, work: (client: Client) => Promise<Told>): Promise<Told> {
    await this.egress.query('begin');
    try {
      await this.bind(grant);
      return await work(this.egress);
    } finally {
      await this.egress.query('rollback');
    }
  }

  async bind({ organisationId, disclosureId, secret }: OpenedGrant): Promise<void> {
    await this.egress.query(
      "select set_config('app.org', $1, true), set_config('egress.disclosure', $2, true), set_config('egress.secret', $3, true)",
      [organisationId, disclosureId, secret],
    );
  }

  /** As the sending process reads them. */
  cells(grant: OpenedGrant, table: 'employee' | 'post' | 'comment'): Promise<CellsRow[]> {
    return this.asEgress(grant, async (client) => {
      for (const setting of Object.entries(READING))
        await client.query('select set_config($1, $2, true)', setting);
      return (await client.query<CellsRow>(`select * from egress.${table}_cells`)).rows;
    });
  }

  /** How a row is called towards this recipient. */
  async refs(recipientId: string): Promise<(id: string) => string> {
    const { rows } = await this.owner.query<{ secret: Buffer }>(
      'select alias_secret as secret from recipient where id = $1',
      [recipientId],
    );
    const secret = rows[0]?.secret ?? Buffer.alloc(0);
    return (id) =>
      createHash('sha256')
        .update(secret)
        .update(id)
        .digest('hex')
        .slice(0, 32)
        .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }
}

export function employeeRow(organisationId: string, id: string, more: Row = {}): Row {
  return {
    organisation_id: organisationId,
    id,
    name: `Name ${id}`,
    name_folded: 'n',
    name_words: ['n'],
    title: `Title ${id}`,
    kind: 'employee',
    status: 'active',
    roles: ['employee'],
    audience_keys: [1],
    mobile_phone: '+491701234567',
    mobile_phone_audience: 'only_me',
    birthday_audience: 'only_me',
    private_location_audience: 'only_me',
    version: 1,
    created_at: SOME_TIME,
    ...more,
  };
}

export function postRow(organisationId: string, id: string, authorId: string, more: Row = {}): Row {
  return {
    organisation_id: organisationId,
    id,
    published_id: id,
    author_id: authorId,
    kind: 'update',
    body: `Body ${id}`,
    audience_keys: [1],
    status: 'published',
    version: 1,
    useful_count: 0,
    valuable_count: 0,
    comment_count: 0,
    published_at: SOME_TIME,
    imported_emoji: [],
    mentioned_ids: [],
    ...more,
  };
}
