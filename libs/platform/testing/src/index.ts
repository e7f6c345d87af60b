export { employeeActor, nextRequest } from './actors.js';
export { tried } from './cases.js';
export { type DatabasePasses, DatabaseWalk } from './database-walk.js';
export { growth } from './growth.js';
export { rememberingLedger } from './ledger.js';
export { type Passes, SchemaWalk } from './schema-walk.js';
export { type Recorded, rememberingTrail } from './trail.js';
