export { isAfter, type Position } from './position.js';
export { PositionTokens } from './position-tokens.js';
export { type Listener, type OutboxEvent, RESUMABLE_HOURS, Relay, type RelayOptions } from './relay.js';
export { Wake, type WakeOptions } from './wake.js';
