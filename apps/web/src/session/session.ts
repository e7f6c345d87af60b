import { createStore } from '../connection/store';
import { keepOnly, sweep } from './personal-storage';

/** `out`: nobody signed in here; `in`: somebody is; `expired`: somebody was, and the server ended it. */
export type SessionState = 'out' | 'in' | 'expired';

export const sessionState = createStore<SessionState>('out');
const channel =
  typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('courtyard.session');

/** Somebody is signed in: another person's drafts are swept away before a screen can show them. */
export function begin(employeeId: string): void {
  keepOnly(sessionStorage, employeeId);
  sessionState.set('in');
}

/** The server ended the session. Drafts stay in this tab, for the same person only. */
export function expire(): void {
  if (sessionState.get() === 'in') sessionState.set('expired');
}

/** Signed out by own wish: nothing personal stays in this tab, and the other tabs are told. */
export function end(): void {
  sweep(sessionStorage);
  sessionStorage.clear(); // the router's scroll positions too
  sessionState.set('out');
  channel?.postMessage('signed-out');
}

/** Calls back when another tab of this browser signed out. */
export function onEndElsewhere(listener: () => void): () => void {
  if (!channel) return () => undefined;
  const heard = () => {
    sweep(sessionStorage);
    sessionState.set('out');
    listener();
  };
  channel.addEventListener('message', heard);
  return () => channel.removeEventListener('message', heard);
}
