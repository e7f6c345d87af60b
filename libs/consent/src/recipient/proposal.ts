import '../consent.errors.js';
import { allPolicies } from '@courtyard/access';
import { fieldsOf, recipientRule } from '@courtyard/catalogue';
import { CourtyardError } from '@courtyard/errors';
import { foldedName } from '@courtyard/people';
import { COUNTRIES } from './country.js';
import { DeliveryKind } from './recipient.entity.js';
import type { ProposeRecipientInput } from './recipient.input.js';

type Proposed = Omit<ProposeRecipientInput, 'idempotencyKey' | 'previousId'>;

/** Somebody in person, or whoever reads a post, is nobody to send anything to. */
const NOBODY_TO_SEND_TO = ['self', 'audience-member'];

export function isProcessor(category: string): boolean {
  return recipientRule(category) === 'processor';
}

/** What recipients of one owner have in common, however the name is written. */
export function ownerOf(ownerName: string): { readonly ownerFolded: string } {
  return { ownerFolded: foldedName(ownerName).nameFolded };
}

/** @throws recipient.no_such_category, recipient.unknown_country, recipient.processor_contract, input.invalid */
export function assertWellFormed(proposed: Proposed): void {
  if (NOBODY_TO_SEND_TO.includes(proposed.category)) throw new CourtyardError('recipient.no_such_category');
  if (!COUNTRIES.has(proposed.country)) throw new CourtyardError('recipient.unknown_country');
  if (ownerOf(proposed.ownerName).ownerFolded === '')
    throw new CourtyardError('input.invalid', { fields: ['ownerName'] });
  assertContract(proposed);
  assertEndpoint(proposed);
}

/** GDPR Art. 28: what a processor is given stands in its contract, field by field. */
function assertContract({ category, contractReference, transferTool, contractFields }: Proposed): void {
  const fields = contractFields ?? [];
  if (fields.some((key) => !isField(key)))
    throw new CourtyardError('input.invalid', { fields: ['contractFields'] });
  if (!isProcessor(category)) return;
  if (!contractReference || !transferTool || fields.length === 0)
    throw new CourtyardError('recipient.processor_contract');
}

function isField(key: string): boolean {
  const [entity, name] = key.split('.');
  const policy = allPolicies().find(({ resource }) => resource === entity);
  return policy !== undefined && fieldsOf(policy.entity).some((field) => field.name === name);
}

/** A file drop has no address of its own; an endpoint is reached by https and carries no password. */
function assertEndpoint({ deliveryKind, deliveryEndpoint }: Proposed): void {
  const given = deliveryEndpoint ?? null;
  const fits =
    deliveryKind === DeliveryKind.https
      ? given !== null && isEndpoint(given)
      : given === null || isPlainName(given);
  if (!fits) throw new CourtyardError('input.invalid', { fields: ['deliveryEndpoint'] });
}

function isEndpoint(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password, hash } = new URL(address);
  return protocol === 'https:' && username === '' && password === '' && hash === '';
}

/** The folder of a drop, below the one the operator set: a name, and no way out of it. */
function isPlainName(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,62}$/.test(name);
}
