import { createStore } from '../connection/store';
import { failureOf } from '../failure/failure';

/** What waits until its person has proven who they are. */
export interface Waiting {
  proven(): void;
  turnedBack(): void;
}

/** Read by the dialog; null while nothing waits. */
export const waiting = createStore<Waiting | null>(null);

let underway: Promise<boolean> | null = null;

/**
 * Does an act that may need a fresh proof of who does it: where the server asks for one, the dialog opens, and the act is
 * done again. Rejects with what the server said when the person turns back: nothing was done then.
 */
export async function fresh<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (failureOf(error).code !== 'auth.reauthentication_needed') throw error;
    if (!(await proof())) throw error;
    return act();
  }
}

/** Two acts at once wait for the same proof. */
function proof(): Promise<boolean> {
  underway ??= new Promise<boolean>((resolve) => {
    const settle = (proven: boolean) => {
      underway = null;
      waiting.set(null);
      resolve(proven);
    };
    waiting.set({ proven: () => settle(true), turnedBack: () => settle(false) });
  });
  return underway;
}
