export { fromCursor, toCursor } from './cursor.js';
export { Gate, type Page, type PageQuery } from './gate.js';
export { policySql } from './policy-sql.js';
export { reachedByKeys } from './reach.js';
export type { Filter } from './selection.js';
export { AUDIT_TRAIL, type AuditTrail, type Opened, type Touched } from './trail.js';
export { type Key, Write } from './write.js';
