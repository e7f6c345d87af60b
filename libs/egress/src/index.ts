export { DepartureRow } from './departure/departure.entity.js';
export { departurePolicy } from './departure/departure.policy.js';
export { DepartureService } from './departure/departure.service.js';
export { Departure, OwnCells } from './departure/departure.view.js';
export { OwnCellsService } from './departure/own-cells.service.js';
export { ApprovalService } from './disclosure/approval.service.js';
export {
  Disclosure,
  DisclosureField,
  DisclosureFormat,
  DisclosureStatus,
} from './disclosure/disclosure.entity.js';
export { disclosurePolicy } from './disclosure/disclosure.policy.js';
export { DisclosureService } from './disclosure/disclosure.service.js';
export { DisclosureApproval, SeatDecision } from './disclosure/disclosure-approval.entity.js';
export { DisclosureStep, LAST_STEPS, STEPS, type Step } from './disclosure/disclosure-step.entity.js';
export { DisclosureSettling } from './disclosure/settling.service.js';
export { egressErrors } from './egress.errors.js';
export { EgressModule, egressProviders, egressResolvers } from './egress.module.js';
export { EGRESS_OPTIONS, type EgressOptions } from './egress.options.js';
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
export { ManifestService } from './manifest/manifest.service.js';
export { manifestColumns } from './manifest/manifest-columns.js';
export {
  manifestKey,
  publicKeyOf,
  readManifest,
  type SignedManifest,
  signManifest,
  storedManifest,
  verifyManifest,
} from './manifest/signed-manifest.js';
export { toldVersion } from './manifest/told-version.js';
export { PreviewService } from './preview/preview.service.js';
export { roundedDown } from './preview/told-column.js';
export { type CellAskedFor, DISCLOSURE_RULES, isReleased, type PersonTold } from './rule/disclosure-rules.js';
export { type Verdict, verdictOf } from './rule/verdict.js';
export { everythingLeaving, type Leaving, type LeavingField } from './wall/leaving.js';
export { concerningSql, OPEN, previewSql, VERDICTS } from './wall/preview.js';
export { READING } from './wall/reading.js';
export { cellGrantsSql, cellsViewSql, egressViewsSql, viewGrantsSql } from './wall/views.js';
