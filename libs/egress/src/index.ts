export { DepartureRow } from './departure/departure.entity.js';
export {
  Disclosure,
  DisclosureField,
  DisclosureFormat,
  DisclosureStatus,
} from './disclosure/disclosure.entity.js';
export { DisclosureApproval, SeatDecision } from './disclosure/disclosure-approval.entity.js';
export { DisclosureStep, LAST_STEPS, STEPS, type Step } from './disclosure/disclosure-step.entity.js';
export { DisclosureGrant } from './grant/disclosure-grant.entity.js';
export {
  type GrantPlace,
  hashOfSecret,
  makeGrantSecret,
  openSecret,
  sealingKey,
  sealSecret,
} from './grant/grant-secret.js';
export { type DisclosureManifest, ONWARD_BAN } from './manifest/manifest.js';
export {
  manifestKey,
  publicKeyOf,
  readManifest,
  type SignedManifest,
  signManifest,
  storedManifest,
  verifyManifest,
} from './manifest/signed-manifest.js';
export { everythingLeaving, type Leaving, type LeavingField } from './wall/leaving.js';
export { concerningSql, OPEN, previewSql, VERDICTS } from './wall/preview.js';
export { cellsViewSql, egressViewsSql } from './wall/views.js';
