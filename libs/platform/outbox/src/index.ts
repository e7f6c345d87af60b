export { isAfter, type Position } from './position.js';
export { PositionTokens } from './position-tokens.js';
export {
  type Listener,
  MOST_AT_ONCE,
  type OutboxEvent,
  RESUMABLE_HOURS,
  Relay,
  type RelayOptions,
} from './relay.js';
export { Wake, type WakeOptions } from './wake.js';
