import { isContent, type Sensitivity } from './categories.js';
import { type ConsentReader, forbids, permits } from './consent-reader.js';
import { fieldKey } from './fields.js';
import { deepFreeze } from './freeze.js';
import { type PurposeRule, purposeRule } from './purposes.js';
import type { PersonConcerned, ProcessorContract, Question } from './question.js';
import { type RecipientRule, recipientRule } from './recipients.js';

/** Why a cell is withheld, for others than the person; the first that applies, in this order. */
export const REASONS = Object.freeze([
  'purpose_never',
  'recipient_never',
  'policy',
  'small_group',
  'restricted',
  'withheld',
] as const);
export type Reason = (typeof REASONS)[number];

export type Decision = { readonly released: true } | { readonly released: false; readonly reason: Reason };

/** privacy-model.md section 3: groups of ten or more. */
export const SMALLEST_GROUP = 10;

/**
 * Whom a purpose can serve at all. What is not listed is closed.
 * `legal` serves nobody before there are cases to hold law, approvers and notice; `no` serves nobody.
 */
const SERVES: Readonly<Record<PurposeRule, readonly RecipientRule[]>> = deepFreeze({
  inside: ['self', 'inside', 'processor'],
  security: ['operator', 'processor'],
  rights: ['self', 'processor'],
  legal: [],
  statistics: ['inside'],
  no: [],
  consent: ['inside', 'ordinary'],
  never: [],
});

/** Rules whose purposes a field must have been collected for (GDPR Art. 5(1)(b)). Rights reach every field. */
const COLLECTED_FOR: readonly PurposeRule[] = Object.freeze(['inside', 'security', 'statistics']);

/** What a yes to the field covers: everything but `special`. */
const COVERED_BY_FIELD: readonly Sensitivity[] = Object.freeze(['low', 'medium', 'high']);

/**
 * The reference for every decider (CASL, SQL, privileges): sections 3 to 5 of privacy-model.md, written to be read and not
 * to be fast. Pure: the same question and the same consents give the same answer. Whatever no line releases is withheld.
 */
export function decide(question: Question, consents: ConsentReader): Decision {
  if (purposeRule(question.purpose) === 'never') return withheld('purpose_never');
  if (recipientRule(question.recipient.category) === 'never') return withheld('recipient_never');
  if (!policyAllows(question)) return withheld('policy');
  if (isSmallGroup(question)) return withheld('small_group');
  if (isRestricted(question)) return withheld('restricted');
  if (hasObjection(question)) return withheld('withheld');
  if (needsConsent(question) && !everybodyAgrees(question, consents)) return withheld('withheld');
  return { released: true };
}

function withheld(reason: Reason): Decision {
  return { released: false, reason };
}

function policyAllows(question: Question): boolean {
  return (
    isOpenHere(question) &&
    SERVES[purposeRule(question.purpose)].includes(recipientRule(question.recipient.category)) &&
    isCollectedFor(question) &&
    suitsRecipient(question) &&
    (!needsConsent(question) || isOpened(question))
  );
}

/** Not switched off, and resting on a basis. Consent is never the basis of what the network itself needs (EDPB 05/2020). */
function isOpenHere({ purpose, policy }: Question): boolean {
  const basis = Object.hasOwn(policy.basis, purpose) ? policy.basis[purpose] : undefined;
  if (policy.switchedOff.includes(purpose) || basis === undefined) return false;
  return basis !== 'consent' || purposeRule(purpose) === 'consent';
}

function isCollectedFor({ purpose, field }: Question): boolean {
  return !COLLECTED_FOR.includes(purposeRule(purpose)) || field.purposes.includes(purpose);
}

function suitsRecipient(question: Question): boolean {
  const { recipient, field, cell } = question;
  switch (recipientRule(recipient.category)) {
    case 'self':
      // Of what others wrote about the person, their rights must be weighed first (Art. 15(4)): a subject request.
      return cell.persons.some((owner) => owner.role === 'owner' && owner.person === recipient.person);
    case 'inside':
      return purposeRule(question.purpose) !== 'inside' || readsInside(question);
    case 'operator':
      return !isContent(field.category);
    case 'processor':
      return holds(recipient.contract, fieldKey(field));
    case 'ordinary':
      return true;
    case 'authority':
    case 'never':
      return false;
  }
}

/** Need-to-know. A guarded field is shown to others on a logged reveal only, which is no release. */
function readsInside({ field, cell }: Question): boolean {
  return cell.recipientInAudience && !field.guarded;
}

function holds(contract: ProcessorContract | undefined, field: string): boolean {
  if (!contract || contract.sharesGroup) return false;
  const complete = [contract.reference, contract.country, contract.transferTool].every(
    (part) => part.trim() !== '',
  );
  return complete && contract.fields.includes(field);
}

/** The organisation named field, purpose and recipient; people may be asked about the field at all. */
function isOpened({ purpose, recipient, field, policy }: Question): boolean {
  return (
    field.asked &&
    policy.opened.some(
      (opening) =>
        opening.purpose === purpose &&
        opening.recipient === recipient.id &&
        opening.fields.includes(fieldKey(field)),
    )
  );
}

/** Judged for statistics only. A group of unknown size is small. */
function isSmallGroup({ purpose, cell }: Question): boolean {
  if (purposeRule(purpose) !== 'statistics') return false;
  const isLarge = cell.group !== undefined && cell.group.size >= SMALLEST_GROUP && !cell.group.subtractable;
  return !isLarge;
}

/** Restriction blocks every purpose but legal claims. */
function isRestricted({ purpose, cell }: Question): boolean {
  return purposeRule(purpose) !== 'legal' && cell.persons.some((person) => person.restricted);
}

/** An objection is a person's no, and as invisible as any other. */
function hasObjection({ purpose, policy, cell }: Question): boolean {
  if (policy.basis[purpose] !== 'legitimate-interest') return false;
  return cell.persons.some((person) => person.objectedTo.includes(purpose));
}

function needsConsent({ purpose }: Question): boolean {
  return purposeRule(purpose) === 'consent';
}

/** `every` is true of nobody, so a cell without persons is asked for first: nobody is not everybody. */
function everybodyAgrees(question: Question, consents: ConsentReader): boolean {
  const { persons, unmarked } = question.cell;
  return !unmarked && persons.length > 0 && persons.every((person) => agrees(person, question, consents));
}

/**
 * A no to the field or to the item stands against a yes to the other. A yes to the field does not cover an item whose
 * audience is narrower than the organisation, nor what is special: these need a yes to the item.
 */
function agrees({ person, kind }: PersonConcerned, question: Question, consents: ConsentReader): boolean {
  if (kind !== 'employee') return false;
  const { purpose, recipient, field, cell } = question;
  const toField = consents.stateOf(person, purpose, recipient.id, fieldKey(field), undefined, cell);
  const toItem = consents.stateOf(person, purpose, recipient.id, fieldKey(field), cell.item, cell);
  if (forbids(toField) || forbids(toItem)) return false;
  const fieldSuffices = COVERED_BY_FIELD.includes(field.sensitivity) && cell.audience === 'organisation';
  return permits(toItem) || (fieldSuffices && permits(toField));
}
