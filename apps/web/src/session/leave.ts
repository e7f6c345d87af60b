import { client } from '../connection/client';
import { endLive } from '../connection/live';
import { forgetFeeds } from '../feed/arrivals-store';
import { forgetComposer } from '../feed/composer-store';
import { forgetOutgoing } from '../feed/outgoing';
import { router } from '../router';
import { closeLens } from '../shell/lens-store';
import { end } from './session';

/** After the session is over: the screens go first, then everything they had read, in memory and in the tab. */
export async function leave(): Promise<void> {
  end();
  await goToSignIn({});
}

/** After the server ended the session: the same, but drafts stay in the tab for the same person. */
export async function leaveExpired(): Promise<void> {
  await goToSignIn({ expired: true, back: location.pathname });
}

async function goToSignIn(search: { expired?: boolean; back?: string }): Promise<void> {
  endLive();
  closeLens();
  forgetFeeds();
  forgetComposer();
  forgetOutgoing();
  await client.clearStore();
  await router.navigate({ to: '/sign-in', search, replace: true });
}
