export { employeeActor, nextRequest } from './actors.js';
export { type Recorded, rememberingTrail } from './trail.js';
