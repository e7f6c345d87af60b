import { createStore } from '../connection/store';

/** Whether the composer of Home stands open; the bar at the bottom and the key `c` open it from anywhere. */
export const composerOpen = createStore(false);

export function openComposer(): void {
  composerOpen.set(true);
}

export function forgetComposer(): void {
  composerOpen.set(false);
}
