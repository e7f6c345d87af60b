import { createFileRoute, redirect } from '@tanstack/react-router';
import { enter } from '../session/enter';
import { Shell } from '../shell/shell';

/** Everything behind the sign-in. The server judges each request; this only decides what to draw. */
export const Route = createFileRoute('/_inside')({
  beforeLoad: async ({ location }) => {
    const viewer = await enter(location.href);
    // Whoever was moved in is told before anything else.
    if (viewer.movedIn) throw redirect({ to: '/moved-in', replace: true });
  },
  component: Shell,
});
