import { KeyCap } from '@courtyard/ui';
import { Trans } from '@lingui/react/macro';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { useStore } from '../connection/store';
import styles from './lens-panel.module.css';
import { closeLens, type LensTarget, lensTarget } from './lens-store';

const Lens = lazy(() => import('../feed/lens'));
const Sheet = lazy(() => import('./sheet'));

/** "Who can see this", beside the column. Null while closed. */
export function LensPanel() {
  const target = useStore(lensTarget);
  const heading = useRef<HTMLHeadingElement>(null);
  const open = target !== null;
  const takesFocus = target?.kind === 'post';
  useEffect(() => {
    if (open && takesFocus) heading.current?.focus();
  }, [open, takesFocus]);
  useEffect(() => {
    if (!open) return;
    const heard = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) closeLens();
    };
    document.addEventListener('keydown', heard);
    return () => document.removeEventListener('keydown', heard);
  }, [open]);
  if (!target) return null;
  return (
    <section aria-labelledby="lens">
      <div className={styles.head}>
        <h2 id="lens" ref={heading} tabIndex={-1}>
          <Trans>Who can see this</Trans>
        </h2>
        <button type="button" onClick={closeLens}>
          <Trans>Close</Trans> <KeyCap>Esc</KeyCap>
        </button>
      </div>
      <Suspense>
        <Lens key={keyOf(target)} target={target} />
      </Suspense>
    </section>
  );
}

/** The same where there is no room beside the column. */
export function LensSheet() {
  const target = useStore(lensTarget);
  if (!target) return null;
  return (
    <Suspense>
      <Sheet title={<Trans>Who can see this</Trans>} onClose={closeLens} keepsFocus>
        <Lens key={keyOf(target)} target={target} />
      </Sheet>
    </Suspense>
  );
}

function keyOf(target: LensTarget): string {
  return target.kind === 'post' ? target.id : 'parts';
}
