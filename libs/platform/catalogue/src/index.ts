export { assertEverythingClassified, CatalogueFault, HIGHEST_FIELD_NO } from './assert-classified.js';
export { CATEGORIES, type Category, isContent, SENSITIVITIES, type Sensitivity } from './categories.js';
export {
  type EntityClass,
  Impersonal,
  impersonalReason,
  Personal,
  type PersonalOptions,
} from './classification.js';
export {
  CONSENT_STATES,
  type ConsentReader,
  type ConsentState,
  EmptyConsentReader,
  forbids,
  permits,
} from './consent-reader.js';
export { type Decision, decide, REASONS, type Reason, SMALLEST_GROUP } from './decide.js';
export { type CellAsked, type DryRun, type DryRunColumn, decideCells } from './dry-run.js';
export {
  assertFieldNumbers,
  compareFieldNumbers,
  READ_FIELD_REGISTER,
  type RegisteredField,
  registeredField,
} from './field-numbers.js';
export {
  type Catalogue,
  type CatalogueEntry,
  catalogueOf,
  type Field,
  fieldKey,
  fieldsOf,
} from './fields.js';
export { IMPERSONAL_REASONS, type ImpersonalReason, TENANCY_COLUMN } from './impersonal-reasons.js';
export { mappedColumns } from './mapped-columns.js';
export { personalDataMarkdown } from './personal-data-markdown.js';
export { FEWER_THAN_TEN, type PresentedColumn, presentColumn, presentCount, THE_REST } from './present.js';
export { PURPOSE_NAMES, PURPOSES, type Purpose, type PurposeRule, purposeRule } from './purposes.js';
export {
  type Cell,
  CLOSED_POLICY,
  type LawfulBasis,
  type Opening,
  type OrganisationPolicy,
  type PersonConcerned,
  type ProcessorContract,
  type Question,
  type Recipient,
} from './question.js';
export {
  RECIPIENT_CATEGORIES,
  RECIPIENT_CATEGORY_NAMES,
  type RecipientCategory,
  type RecipientRule,
  recipientRule,
} from './recipients.js';
export { RETENTION_RULES, type Retention } from './retention.js';
export { iriOf, NAMESPACES, type Term } from './vocabulary.js';
