import { Trans, useLingui } from '@lingui/react/macro';
import { Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useStore } from '../connection/store';
import { isOfficer } from '../desk/officer';
import { openComposer } from '../feed/composer-store';
import { ReauthenticationSlot } from '../reauthentication/reauthentication-slot';
import { focusSearchField } from '../search/searched';
import { leave, leaveExpired } from '../session/leave';
import { onEndElsewhere, sessionState } from '../session/session';
import { useViewer, ViewerProvider } from '../session/viewer';
import { AmbientSlot } from './ambient';
import { BottomBar } from './bottom-bar';
import { reply, walk } from './cards';
import { ConnectionLine } from './connection-line';
import type { Command } from './hotkeys';
import { LensPanel, LensSheet } from './lens-panel';
import { closeLens, lensTarget } from './lens-store';
import { Navigation } from './navigation';
import styles from './shell.module.css';
import { useHotkeys } from './use-hotkeys';
import { useNarrow, useWide } from './widths';

const Palette = lazy(() => import('./palette'));
const AccountNotices = lazy(() => import('../arrival/account-notices'));
const KeyHelp = lazy(() => import('./key-help'));

/** The frame around every screen behind the sign-in. */
export function Shell() {
  useEndings();
  return (
    <ViewerProvider>
      <Frame />
    </ViewerProvider>
  );
}

function Frame() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const wide = useWide();
  const narrow = useNarrow();
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const { over, show, hide } = useOver();
  const { accountNotices, roles } = useViewer();
  const lensOpen = useStore(lensTarget) !== null;
  useArrival();

  const compose = () => {
    openComposer();
    void navigate({ to: '/' });
  };
  useHotkeys((command) => commands[command]());
  const commands: Record<Command, () => void> = {
    compose,
    search: () => {
      if (over !== null || !focusSearchField()) show('palette');
    },
    help: () => show('help'),
    reply,
    next: () => walk(1),
    previous: () => walk(-1),
    home: () => void navigate({ to: '/' }),
    people: () => void navigate({ to: '/people' }),
    communities: () => void navigate({ to: '/communities' }),
    privacy: () => void navigate({ to: '/privacy' }),
    charter: () => void navigate({ to: '/charter' }),
    desk: () => {
      if (isOfficer(roles)) void navigate({ to: '/desk' });
    },
    settings: () => void navigate({ to: '/settings' }),
  };

  return (
    <AmbientSlot value={wide ? slot : null}>
      <a href="#content" className={styles.skip}>
        <Trans>Skip to the content</Trans>
      </a>
      <div className={styles.app}>
        {!narrow && <Navigation onSearch={() => show('palette')} />}
        <div className={styles.middle}>
          <ConnectionLine />
          <main id="content" tabIndex={-1} className={styles.main}>
            <div className={styles.column}>
              {accountNotices.length > 0 && (
                <Suspense>
                  <AccountNotices notices={accountNotices} />
                </Suspense>
              )}
              <Outlet />
            </div>
          </main>
        </div>
        {wide && (
          <aside className={styles.context} aria-label={t`Context`}>
            <LensPanel />
            <div ref={setSlot} hidden={lensOpen} />
          </aside>
        )}
      </div>
      {narrow && <BottomBar onCompose={compose} />}
      {!wide && <LensSheet />}
      <Suspense>
        {over === 'palette' && <Palette onClose={hide} onCompose={compose} />}
        {over === 'help' && <KeyHelp onClose={hide} />}
      </Suspense>
      <ReauthenticationSlot />
    </AmbientSlot>
  );
}

/** What lies over the page. It goes at once when closed, so the focus is given back here, not by the dialog. */
function useOver() {
  const [over, setOver] = useState<'palette' | 'help' | null>(null);
  const opener = useRef<Element | null>(null);
  const show = (what: 'palette' | 'help') => {
    if (over === null) opener.current = document.activeElement;
    setOver(what);
  };
  const hide = () => {
    setOver(null);
    const back = opener.current;
    if (back instanceof HTMLElement)
      requestAnimationFrame(() => back.isConnected && back.focus({ preventScroll: true }));
  };
  return { over, show, hide };
}

/** Where one comes to, the heading takes the focus, and a lens of the place left behind closes. */
function useArrival(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged, toLocation }) => {
        if (!fromLocation || !pathChanged) return;
        closeLens();
        if (toLocation.hash) return; // the place asks for its own focus
        document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
      }),
    [router],
  );
}

/** However a session ends, here or in another tab, nothing stays on the screen. */
function useEndings(): void {
  const state = useStore(sessionState);
  useEffect(() => {
    if (state === 'expired') void leaveExpired();
  }, [state]);
  useEffect(() => onEndElsewhere(() => void leave()), []);
}
