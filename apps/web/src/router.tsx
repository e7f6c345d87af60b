import { createRouter } from '@tanstack/react-router';
import { routeTree } from './routeTree.gen';
import { whenLeaving } from './session/leave';
import { Broken, NotHere, Opening } from './shell/places';

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingMs: 300,
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: NotHere,
  defaultPendingComponent: Opening,
});

whenLeaving((search) => router.navigate({ to: '/sign-in', search, replace: true }));

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
