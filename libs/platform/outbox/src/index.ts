export { fromToken, isAfter, type Position, toToken } from './position.js';
export { type OutboxEvent, RESUMABLE_HOURS, Relay, type RelayOptions } from './relay.js';
