import type { Row, Statement } from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';

/** A client's word that one request is one thing, however often it arrives. */
export interface Claim {
  readonly organisationId: string;
  readonly actorId: string;
  readonly key: string;
  readonly operation: string;
  /** SHA-256 of the input; the input itself is not kept. */
  readonly digest: Buffer;
  /** The id of what the request creates. */
  readonly id: string;
}

/** Waits for a concurrent claim of the same key to commit or roll back, and then answers a row, or none. */
export function claimKey({ organisationId, actorId, key, operation, digest, id }: Claim): Statement {
  return {
    text: `insert into idempotency (organisation_id, actor_id, key, operation, input_sha256, result_id)
values ($1::uuid, $2::uuid, $3::text, $4::text, $5::bytea, $6::uuid) on conflict do nothing returning key`,
    values: [organisationId, actorId, key, operation, digest, id],
  };
}

/** Reads the claim that came first. */
export function firstClaim({ organisationId, actorId, key }: Claim): Statement {
  return {
    text: `select operation, input_sha256, result_id from idempotency
where organisation_id = $1::uuid and actor_id = $2::uuid and key = $3::text`,
    values: [organisationId, actorId, key],
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
