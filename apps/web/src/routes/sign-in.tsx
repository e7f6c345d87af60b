import { createFileRoute, redirect } from '@tanstack/react-router';
import { SignInScreen } from '../session/sign-in-screen';
import { knownViewer } from '../session/viewer-read';

interface SignInSearch {
  back?: string;
  expired?: boolean;
}

export const Route = createFileRoute('/sign-in')({
  validateSearch: (search): SignInSearch => ({
    // Only a path of our own: "//elsewhere.example" would leave the walls.
    ...(typeof search['back'] === 'string' && /^\/(?![/\\])/.test(search['back'])
      ? { back: search['back'] }
      : {}),
    ...(search['expired'] === true ? { expired: true } : {}),
  }),
  beforeLoad: () => {
    if (knownViewer()) throw redirect({ to: '/' });
  },
  component: SignInScreen,
});
