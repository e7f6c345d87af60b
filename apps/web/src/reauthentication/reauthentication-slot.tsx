import { lazy, Suspense } from 'react';
import { useStore } from '../connection/store';
import { waiting } from './reauthentication';

const ReauthenticationDialog = lazy(() => import('./reauthentication-dialog'));

/** Where the dialog opens when an act waits for a proof; its code comes only then. */
export function ReauthenticationSlot() {
  const act = useStore(waiting);
  if (!act) return null;
  return (
    <Suspense>
      <ReauthenticationDialog act={act} />
    </Suspense>
  );
}
