import { type Actor, allows, type Policy } from '@courtyard/access';
import type { Transaction } from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';
import { type Claim, claimKey } from './claim.js';
import { deleteRow, insertRow, reindexRow, updateRow } from './modification.js';
import { projectionOf, toEntity } from './row.js';
import { keyColumns, selectByKeys, selectForChange } from './selection.js';
import type { Touched } from './trail.js';

/** A row's key without the organisation: the id, or the named parts of a composite key. */
export type Key<Row> = string | Partial<Row>;

/** One business write: everything in it is stored together with its audit event and its outbox rows, or nothing is. */
export class Write {
  readonly touched: Touched[] = [];

  constructor(
    readonly actor: Actor,
    private readonly transaction: Transaction,
  ) {}

  /** Reads and locks a row that is about to be changed. @throws not_found, auth.forbidden */
  async get<Row extends object, Action extends string>(
    policy: Policy<Row, Action>,
    action: Action,
    key: Key<Row>,
  ): Promise<Row> {
    const row = await this.find(policy, key);
    return judged(policy as unknown as Policy, this.actor, action, row) as Row;
  }

  /** Rows that the actor may do the action with, by one column of their key or by id. */
  async load<Row extends object, Action extends string>(
    policy: Policy<Row, Action>,
    action: Action,
    ids: readonly string[],
  ): Promise<Row[]> {
    const plain = policy as unknown as Policy;
    const key = keyColumns(plain)[0];
    if (!key || ids.length === 0) return [];
    const rows = await this.transaction.query(selectByKeys(plain, this.actor, action, key, ids));
    return rows.map((row) => toEntity(policy, projectionOf(plain), row));
  }

  /** Stores a new row that the policy lets the actor create. @throws auth.forbidden */
  async create<Row extends object, Action extends string>(
    policy: Policy<Row, Action>,
    action: Action,
    values: Partial<Row>,
  ): Promise<void> {
    const plain = policy as unknown as Policy;
    const row = { ...values, organisationId: this.actor.organisationId };
    if (!allows(plain, this.actor, action, row)) throw new CourtyardError('auth.forbidden');
    await this.transaction.query(insertRow(plain, this.actor, values as Record<string, unknown>));
    for (const statement of reindexRow(plain, this.actor, null, row)) await this.transaction.query(statement);
    this.touch(plain, action, row);
  }

  /**
   * Changes a row the policy lets the actor act on, and counts its `version` up where it has one.
   * @param expected the version the caller read; another one ends with `conflict.stale_version`.
   * @throws not_found, auth.forbidden, conflict.stale_version
   */
  async change<Row extends object, Action extends string>(
    policy: Policy<Row, Action>,
    action: Action,
    key: Key<Row>,
    changes: Partial<Row> | ((row: Row) => Partial<Row>),
    expected?: number,
  ): Promise<Row> {
    const plain = policy as unknown as Policy;
    const row = await this.get(policy, action, key);
    const versioned = plain.columns.has('version');
    const version = (row as { version?: number }).version ?? 0;
    if (expected !== undefined && version !== expected) throw new CourtyardError('conflict.stale_version');
    const values: Record<string, unknown> = { ...(typeof changes === 'function' ? changes(row) : changes) };
    if (versioned) values['version'] = version + 1;
    await this.transaction.query(updateRow(plain, this.actor, row as Record<string, unknown>, values));
    const after = Object.assign(Object.create(policy.entity.prototype), row, values) as Row;
    for (const statement of reindexRow(
      plain,
      this.actor,
      row as Record<string, unknown>,
      after as Record<string, unknown>,
    )) {
      await this.transaction.query(statement);
    }
    this.touch(plain, action, row);
    return after;
  }

  /** Deletes a row the policy lets the actor act on. @throws not_found, auth.forbidden */
  async remove<Row extends object, Action extends string>(
    policy: Policy<Row, Action>,
    action: Action,
    key: Key<Row>,
  ): Promise<Row> {
    const plain = policy as unknown as Policy;
    const row = await this.get(policy, action, key);
    for (const statement of reindexRow(plain, this.actor, row as Record<string, unknown>, null))
      await this.transaction.query(statement);
    await this.transaction.query(deleteRow(plain, this.actor, row as Record<string, unknown>));
    this.touch(plain, action, row);
    return row;
  }

  /** Tells the rest of the house, once this is committed. A payload carries ids only. */
  async emit(
    topic: string,
    payload: Readonly<Record<string, string | readonly string[] | number | boolean>>,
  ): Promise<void> {
    await this.transaction.query({
      text: 'insert into outbox (organisation_id, topic, payload) values ($1::uuid, $2::text, $3::jsonb)',
      values: [this.actor.organisationId, topic, JSON.stringify(payload)],
    });
  }

  /** Claims an idempotency key; false when it was claimed before, also by a write that is about to commit. */
  async claim(claim: Claim): Promise<boolean> {
    return (await this.transaction.query(claimKey(claim))).length === 1;
  }

  private async find<Row extends object>(policy: Policy<Row, string>, key: Key<Row>): Promise<Row | null> {
    const plain = policy as unknown as Policy;
    const parts = typeof key === 'string' ? { id: key } : (key as Record<string, unknown>);
    const [row] = await this.transaction.query(selectForChange(plain, this.actor, parts));
    return row ? toEntity(policy, projectionOf(plain), row) : null;
  }

  private touch(policy: Policy, action: string, row: object): void {
    const id = keyColumns(policy)
      .map(({ property }) => String((row as Record<string, unknown>)[property]))
      .join('/');
    this.touched.push({ resource: policy.resource, id, action });
  }
}

/**
 * The one place where a row becomes an answer or a refusal. Who may not even read it learns nothing but "not found".
 * @throws not_found, auth.forbidden
 */
export function judged<Row extends object>(
  policy: Policy,
  actor: Actor,
  action: string,
  row: Row | null,
): Row {
  if (!row) throw new CourtyardError('not_found');
  if (allows(policy, actor, action, row)) return row;
  if (policy.actions.includes('read') && allows(policy, actor, 'read', row))
    throw new CourtyardError('auth.forbidden');
  throw new CourtyardError('not_found');
}
