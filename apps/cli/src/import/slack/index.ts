export { ARCHIVE_LIMITS, type ArchiveLimits } from './archive.js';
export { type ImportReport, type ListedReason, REASONS, type Reason } from './reason.js';
export type * from './record.js';
export { type FaultPlace, IMPORT_FAULTS, ImportFault, type ImportFaultCode } from './slack.errors.js';
export { readSlackExport, type SlackExport, type SlackReadOptions } from './slack-export.js';
