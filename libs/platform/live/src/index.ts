export { LiveChanges, type LiveContext } from './changes.js';
export type { Following } from './follower.js';
export { Live } from './live.decorator.js';
export { CLOSE, liveErrors } from './live.errors.js';
export { type LiveAccess, LiveServer } from './live.server.js';
