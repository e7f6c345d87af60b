export { Appender, type AppenderOptions } from './appender.js';
export { AuditLog, type AuditLogOptions } from './audit-log.js';
export { type Committed, commitmentOf, type Slot } from './commitment.js';
export {
  type AccessKind,
  type Basis,
  canonical,
  type EventBody,
  type EventKind,
  leafHash,
  type Purpose,
  policyVersionOf,
  type SecurityKind,
} from './event.js';
export { type Grounds, type GroundsOf, usualGrounds } from './grounds.js';
export { type KeyStore, KeyStoreFault, type PersonKey } from './key-store.js';
export type { SecurityEvent } from './security-event.js';
export { SqliteKeyStore } from './sqlite-key-store.js';
