export { fromToken, isAfter, toToken, type Position } from './position.js';
export { type OutboxEvent, Relay, type RelayOptions, RESUMABLE_HOURS } from './relay.js';
