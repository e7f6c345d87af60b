import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { NOTICE } from '@courtyard/consent';
import { FolderSecrets, makePassword } from '@courtyard/database';
import { hashOfSecret, makeGrantSecret, sealingKey, sealSecret } from '@courtyard/egress';
import { type MailContent, sealMail } from '@courtyard/identity';
import type { Client } from 'pg';
import { v7 as newId } from 'uuid';
import type { Row } from './oracle.js';

/** Ids of employees. */
export interface Cast {
  readonly organisationId: string;
  readonly ada: string;
  readonly cora: string;
  readonly dora: string;
  readonly wera: string;
  readonly eva: string;
  readonly max: string;
  readonly ron: string;
  readonly leo: string;
}

export interface Laid {
  readonly recipientId: string;
  /** Two people approved it; nothing of it left yet. */
  readonly disclosureId: string;
}

const PURPOSE = 'partner-sharing';
const bytes = (count: number) => `\\x${randomBytes(count).toString('hex')}`;
const before = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
const after = (hours: number) => before(-hours);

/**
 * Something of everything that consent, disclosures and accounts bring, as if it had happened: eva said yes to her name, max no,
 * ron is asked; one disclosure was delivered, another waits. Written past triggers, which would want it to happen in days.
 */
export async function lay(client: Client, cast: Cast, folder: string, agePublicKey: string): Promise<Laid> {
  const { ada, cora, dora, eva, max, ron } = cast;
  const insert = inserting(client, cast.organisationId);
  await client.query("set session_replication_role = 'replica'");
  const [recipient_id, request_id] = [newId(), newId()];
  const proposed = { proposed_by: cora, proposed_role: 'compliance_officer', proposed_at: before(900) };
  const decided = {
    status: 'active',
    decided_by: dora,
    decided_role: 'data_protection',
    decided_at: before(890),
  };
  await insert('recipient', {
    ...{ id: recipient_id, lineage_id: recipient_id, version: 1, name: 'R', category: 'business-partner' },
    ...{ owner_name: 'O', owner_folded: 'o', country: 'DE', contract_fields: ['x'], contract_reference: 'C' },
    ...{
      transfer_tool: 'T',
      age_public_key: agePublicKey,
      delivery_kind: 'file_drop',
      delivery_endpoint: null,
    },
    ...{ ...proposed, ...decided },
  });
  for (const [entity, field_nos] of [
    ['Employee', [2, 5]],
    ['Post', [12]],
  ])
    await insert('opening', {
      id: newId(),
      purpose: PURPOSE,
      recipient_id,
      entity,
      field_nos,
      ...proposed,
      ...decided,
    });
  await insert('purpose_proposal', {
    purpose: 'ai-training',
    proposed_by: ada,
    proposed_role: 'administrator',
    proposed_at: before(5),
  });
  await insert('consent_request', {
    ...{ id: request_id, recipient_id, purpose: PURPOSE, benefit: 'b', question: 'q', valid_months: 12 },
    ...{ cooling_off_hours: 24, notice_id: NOTICE.id, notice_version: NOTICE.version, asking: false },
    ...{ audience_keys: [], created_by: cora, created_role: 'compliance_officer', created_at: before(800) },
  });
  await insert('consent_request_field', { request_id, entity: 'Employee', field_no: 2 });
  await insert(
    'consent_ask',
    ...[eva, max, ron].map((employee_id) => ({
      ...{ employee_id, request_id, lineage_id: recipient_id, owner_folded: 'o', asked_at: before(790) },
      open: employee_id === ron,
    })),
  );
  const said = {
    ...{ request_id, purpose: PURPOSE, recipient_id, entity: 'Employee', field_no: 2, at: before(700) },
    ...{ notice_id: NOTICE.id, notice_version: NOTICE.version, language: 'en', row_id: null, salt: 's' },
  };
  const bounds = { effective_at: before(676), covers_until: after(48), valid_until: after(4_000) };
  const none = { effective_at: null, covers_until: null, valid_until: null };
  await insert(
    'consent_event',
    { id: newId(), employee_id: eva, kind: 'ConsentGiven', ...said, ...bounds },
    { id: newId(), employee_id: max, kind: 'ConsentRefused', ...said, ...none },
  );
  await client.query('delete from consent_epoch where organisation_id = $1', [cast.organisationId]);
  await insert('consent_epoch', { version: 5, notice_version: NOTICE.version });
  const index = { purpose: PURPOSE, recipient_id, entity: 'Employee', valid_until: after(4_000), version: 5 };
  await insert(
    'consent_index',
    { employee_id: eva, ...index, covers_until: after(48), bits: 4, no_bits: 0 },
    { employee_id: max, ...index, covers_until: '0001-01-01T00:00:00Z', bits: 0, no_bits: 4 },
  );
  await insert('consent_item', {
    ...{ employee_id: ron, ...index, row_id: ron, covers_until: before(1), bits: 0, no_bits: 4 },
  });
  await insert(
    'processing_limit',
    { employee_id: ron, kind: 'restriction', purpose: '', since: before(5) },
    { employee_id: max, kind: 'objection', purpose: 'research', since: before(5) },
  );

  const disclosureId = await layDisclosure(client, cast, folder, recipient_id);
  const delivered = await layDisclosure(client, cast, folder, recipient_id, 'ended');
  await client.query("set session_replication_role = 'replica'");
  await insert('disclosure_step', {
    ...{ id: newId(), disclosure_id: delivered, step: 'delivered', at: before(150), manifest: null },
    ...{ file_sha256: bytes(32), index_version: 4 },
  });
  const gone = { disclosure_id: delivered, entity: 'Employee', field_nos: [2], rows: 1, at: before(150) };
  await insert('departure', { employee_id: eva, ...gone });
  await layAccounts(client, insert, cast);
  await client.query("set session_replication_role = 'origin'");
  return { recipientId: recipient_id, disclosureId };
}

function inserting(client: Client, organisation_id: string): Insert {
  return async (table, ...rows) => {
    const columns = ['organisation_id', ...Object.keys(rows[0] ?? {})].join(', ');
    await client.query(
      `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(rows.map((row) => ({ organisation_id, ...row })))],
    );
  };
}

/** Names and titles, asked for by one, approved by two others. */
export async function layDisclosure(
  client: Client,
  { organisationId, cora, dora, wera }: Cast,
  folder: string,
  recipient_id: string,
  status: 'approved' | 'ended' = 'approved',
): Promise<string> {
  const insert = inserting(client, organisationId);
  const id = newId();
  const isOver = status === 'ended';
  const expires_at = after(isOver ? -100 : 100);
  await client.query("set session_replication_role = 'replica'");
  await insert('disclosure', {
    ...{ id, recipient_id, purpose: PURPOSE, question: 'q', answered: isOver ? 'a' : null, format: 'jsonl' },
    ...{ requested_by: cora, requested_role: 'compliance_officer', requested_at: before(isOver ? 200 : 1) },
    ...{ expires_at, status },
  });
  for (const field_no of [2, 5])
    await insert('disclosure_field', { disclosure_id: id, entity: 'Employee', field_no });
  for (const [approver_id, role] of [
    [dora, 'data_protection'],
    [wera, 'works_council'],
  ])
    await insert('disclosure_approval', {
      ...{ disclosure_id: id, approver_id, role, decision: 'approved', at: before(1) },
    });
  const secret = makeGrantSecret();
  const key = sealingKey(await new FolderSecrets(join(folder, 'secrets')).obtain('egress', makePassword));
  const sealed = sealSecret(secret, key, { organisationId, disclosureId: id });
  await insert('disclosure_grant', {
    ...{ id, recipient_id, purpose: PURPOSE, expires_at },
    ...{
      secret_hash: `\\x${hashOfSecret(secret).toString('hex')}`,
      sealed_secret: `\\x${sealed.toString('hex')}`,
    },
  });
  await client.query("set session_replication_role = 'origin'");
  return id;
}

type Insert = (table: string, ...rows: Row[]) => Promise<void>;

async function layAccounts(client: Client, insert: Insert, cast: Cast): Promise<void> {
  const { eva, max, ron } = cast;
  const { rows } = await client.query<{ account_id: string; employee_id: string; session_id: string }>(
    `select distinct on (a.id) a.id as account_id, a.employee_id, s.id as session_id from account a
     join session s on s.organisation_id = a.organisation_id and s.account_id = a.id where a.employee_id = any ($1)`,
    [[eva, max, ron]],
  );
  for (const { account_id, employee_id, session_id } of rows) {
    await insert('passkey', {
      ...{
        id: newId(),
        account_id,
        employee_id,
        credential_id: bytes(32),
        public_key: bytes(77),
        counter: 3,
      },
      ...{ name: 'p', transports: ['usb'], created_at: before(600), last_used_at: before(2) },
    });
    await insert('passkey_challenge', {
      ...{ session_id, ceremony: 'assertion', account_id, challenge_hash: bytes(32), expires_at: after(1) },
    });
    await insert('password_reset', {
      ...{ account_id, employee_id, token_hash: bytes(32), created_at: before(1), expires_at: after(1) },
    });
    const told = { kind: 'passkey_added', session_id, at: before(600) };
    await insert('account_notice', { id: newId(), account_id, employee_id, ...told });
    await insert('moved_in', {
      employee_id,
      source: 'Slack',
      at: before(990),
      by_role: 'operator',
      profile: true,
    });
    // Opened by nobody: made with a key that is not this house's.
    await insert('mail', {
      ...{ id: newId(), employee_id, template: 'moved_in', sealed: bytes(200), created_at: before(1) },
    });
  }
}

/** Queues a mail as the application does. */
export async function queueMail(
  client: Client,
  folder: string,
  to: string,
  content: MailContent,
): Promise<void> {
  const { rows } = await client.query('select organisation_id from employee where id = $1', [to]);
  const secret = await new FolderSecrets(join(folder, 'secrets')).obtain('mail', makePassword);
  const [id, organisationId] = [newId(), String(rows[0].organisation_id)];
  const sealed = sealMail(content, createHash('sha256').update(secret).digest(), { organisationId, id });
  await client.query('insert into mail values ($1, $2, $3, $4, $5, now())', [
    organisationId,
    id,
    to,
    content.template,
    sealed,
  ]);
}
