import { client } from '../connection/client';
import { endLive } from '../connection/live';
import { forgetFeeds } from '../feed/arrivals-store';
import { forgetComposer } from '../feed/composer-store';
import { forgetOutgoing } from '../feed/outgoing';
import { closeLens } from '../shell/lens-store';
import { end } from './session';

interface SignInSearch {
  readonly expired?: boolean;
  readonly back?: string;
}

let goTo: (search: SignInSearch) => Promise<void> = async () => undefined;

/** The router says how one gets to the sign-in page; screens below it may leave without knowing it. */
export function whenLeaving(go: (search: SignInSearch) => Promise<void>): void {
  goTo = go;
}

/** After the session is over: the screens go first, then everything they had read, in memory and in the tab. */
export async function leave(): Promise<void> {
  end();
  await goToSignIn({});
}

/** After the server ended the session: the same, but drafts stay in the tab for the same person. */
export async function leaveExpired(): Promise<void> {
  await goToSignIn({ expired: true, back: location.pathname });
}

async function goToSignIn(search: SignInSearch): Promise<void> {
  endLive();
  closeLens();
  forgetFeeds();
  forgetComposer();
  forgetOutgoing();
  await client.clearStore();
  await goTo(search);
}
