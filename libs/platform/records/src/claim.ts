import { createHmac } from 'node:crypto';
import type { EmployeeActor } from '@courtyard/access';
import type { Row, Statement } from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';
import { v7 as newId } from 'uuid';

/** What a client asks for, under a key that it makes at random and keeps for as long as it repeats. */
export interface OnceRequest {
  readonly key: string;
  readonly input: unknown;
  /** Of what it creates, where that must not tell when it was made; else a UUIDv7. */
  readonly id?: string;
}

/**
 * A client's word that one request is one thing, however often it arrives. Kept are an HMAC of a fixed word, by which the key is found
 * again, and one of the input, both under the key, and the key itself is not: who reads the table cannot even try whether somebody said a certain
 * thing, as they could with a plain hash of words that are often short.
 */
export interface Claim {
  readonly organisationId: string;
  readonly actorId: string;
  /** What the key is found again by. */
  readonly name: string;
  readonly operation: string;
  readonly digest: Buffer;
  /** The id of what the request creates. */
  readonly id: string;
}

/** A client that repeats gives up long before. */
const KEPT_HOURS = 48;
/** In portions, so that the first pruning after a long silence holds no lock for long. */
export const CLAIMS_AT_ONCE = 10_000;

/** @throws input.invalid for a malformed key */
export function claimOf(
  actor: EmployeeActor,
  operation: string,
  { key, input, id = newId() }: OnceRequest,
): Claim {
  if (!/^[\w-]{8,100}$/.test(key)) throw new CourtyardError('input.invalid', { fields: ['idempotencyKey'] });
  const keyed = (text: string) => createHmac('sha256', key).update(text).digest();
  return {
    organisationId: actor.organisationId,
    actorId: actor.employeeId,
    name: keyed('name').toString('base64url'),
    operation,
    digest: keyed(`input:${JSON.stringify(input)}`),
    id,
  };
}

/** Waits for a concurrent claim of the same key to commit or roll back, and then answers a row, or none. */
export function claimKey({ organisationId, actorId, name, operation, digest, id }: Claim): Statement {
  return {
    text: `insert into idempotency (organisation_id, actor_id, key, operation, input_sha256, result_id)
values ($1::uuid, $2::uuid, $3::text, $4::text, $5::bytea, $6::uuid) on conflict do nothing returning key`,
    values: [organisationId, actorId, name, operation, digest, id],
  };
}

/** Reads the claim that came first. */
export function firstClaim({ organisationId, actorId, name }: Claim): Statement {
  return {
    text: `select operation, input_sha256, result_id from idempotency
where organisation_id = $1::uuid and actor_id = $2::uuid and key = $3::text`,
    values: [organisationId, actorId, name],
  };
}

/** @throws conflict.idempotency_key_reused when the first claim was for something else. */
export function sameClaim(claim: Claim, first: Row | undefined): string {
  const [operation, digest, id] = first ?? [];
  if (operation !== claim.operation || digest !== `\\x${claim.digest.toString('hex')}` || !id) {
    throw new CourtyardError('conflict.idempotency_key_reused');
  }
  return id;
}

/** Forgets what nobody repeats any more. Answers how many. */
export function forgetClaims(organisationId: string): Statement {
  return {
    text: `with gone as (
  delete from idempotency where organisation_id = $1::uuid and (actor_id, key) in (
    select actor_id, key from idempotency
    where organisation_id = $1::uuid and created_at < now() - interval '${KEPT_HOURS} hours' limit ${CLAIMS_AT_ONCE})
  returning 1)
select count(*) from gone`,
    values: [organisationId],
  };
}
