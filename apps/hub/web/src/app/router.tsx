import { CrashedPart, meQuery, NothingHere } from '@nexus/page';
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { Shell } from './shell/shell.tsx';

type Context = { queries: QueryClient };

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: NothingHere });

/** Only a path of this page: an address from elsewhere must not decide where a signed-in person ends up. */
function localPath(value: unknown): string | undefined {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined;
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { to?: string; step?: 'code'; failed?: 'provider' } => {
    const to = localPath(search['to']);
    return {
      ...(to ? { to } : {}),
      ...(search['step'] === 'code' ? { step: 'code' as const } : {}),
      ...(search['failed'] === 'provider' ? { failed: 'provider' as const } : {}),
    };
  },
  component: lazyRouteComponent(() => import('@nexus/page/sign-in'), 'SignInPage'),
});

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('@nexus/page/set-up'), 'SetUpPage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('@nexus/page/invitation'), 'InvitationPage'),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  component: lazyRouteComponent(() => import('@nexus/page/reset'), 'ResetPage'),
});

/** Everything behind the sign-in, inside the frame. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Shell,
  errorComponent: CrashedPart,
  notFoundComponent: NothingHere,
  beforeLoad: async ({ context, location }) => {
    const me = await context.queries.ensureQueryData(meQuery);
    if (me === null) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
  },
});

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  component: lazyRouteComponent(() => import('../features/home/home-page.tsx'), 'HomePage'),
});

const organisations = createRoute({
  getParentRoute: () => signedIn,
  path: '/organisations',
  component: lazyRouteComponent(() => import('../features/organisations/organisations-page.tsx'), 'OrganisationsPage'),
});

const organisation = createRoute({
  getParentRoute: () => signedIn,
  path: '/organisations/$organisationId',
  component: lazyRouteComponent(() => import('../features/organisations/organisation-page.tsx'), 'OrganisationPage'),
});

const routeTree = root.addChildren([
  signIn,
  setUp,
  invitation,
  reset,
  signedIn.addChildren([home, organisations, organisation]),
]);

/** The places of the page. Each is a chunk of its own, so that the first load carries the frame and one place. */
export function createPageRouter(queries: QueryClient) {
  return createRouter({
    routeTree,
    context: { queries },
    defaultPreload: 'intent',
    defaultErrorComponent: CrashedPart,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
