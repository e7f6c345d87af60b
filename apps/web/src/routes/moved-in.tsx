import { createFileRoute, redirect } from '@tanstack/react-router';
import { MovedInScreen } from '../arrival/moved-in-screen';
import { learn } from '../language/language';
import { enter } from '../session/enter';

export const Route = createFileRoute('/moved-in')({
  beforeLoad: async ({ location }) => {
    const viewer = await enter(location.href);
    if (!viewer.movedIn) throw redirect({ to: '/', replace: true });
  },
  loader: () => learn('terms'),
  component: MovedInScreen,
});
