export { fromToken, isAfter, type Position, toToken } from './position.js';
export { type Listener, type OutboxEvent, RESUMABLE_HOURS, Relay, type RelayOptions } from './relay.js';
