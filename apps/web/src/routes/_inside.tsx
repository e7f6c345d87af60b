import { createFileRoute, redirect } from '@tanstack/react-router';
import { failureOf } from '../failure/failure';
import { speak } from '../language/language';
import { begin } from '../session/session';
import { readViewer } from '../session/viewer-read';
import { Shell } from '../shell/shell';

/** Everything behind the sign-in. The server judges each request; this only decides what to draw. */
export const Route = createFileRoute('/_inside')({
  beforeLoad: async ({ location }) => {
    try {
      const viewer = await readViewer();
      begin(viewer.employee.id);
      await speak(viewer.language);
    } catch (error) {
      if (failureOf(error).code !== 'auth.signed_out') throw error;
      const back = location.href === '/' ? {} : { back: location.href };
      throw redirect({ to: '/sign-in', search: back, replace: true });
    }
  },
  component: Shell,
});
