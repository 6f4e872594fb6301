import { CrashedPart, meQuery, NothingHere } from '@nexus/page';
import type { QueryClient } from '@tanstack/react-query';
import {
  type AnyRoute,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { spacesQuery } from './queries.ts';
import { lastSpaceId } from './remembered-space.ts';
import { Shell } from './shell/shell.tsx';
import { documentQuery } from './viewer/document-queries.ts';
import { preparePdf } from './viewer/load-pdf-view.ts';

type Context = { queries: QueryClient };

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: NothingHere });

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const number = (value: unknown): number | undefined => {
  const parsed = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
  return Number.isInteger(parsed) && parsed >= 0 ? parsed : undefined;
};

/** Only a path of this page: an address from elsewhere must not decide where a signed-in person ends up. */
function localPath(value: unknown): string | undefined {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined;
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  // `step` and `failed` come with somebody whom a provider sends back.
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
  beforeLoad: async ({ context }) => {
    const spaces = await context.queries.ensureQueryData(spacesQuery);
    const space = spaces.find(({ id }) => id === lastSpaceId()) ?? spaces[0];
    if (!space) throw redirect({ to: '/spaces' });
    throw redirect({ to: '/spaces/$spaceId/ask', params: { spaceId: space.id } });
  },
});

const spaces = createRoute({
  getParentRoute: () => signedIn,
  path: '/spaces',
  component: lazyRouteComponent(() => import('../features/spaces/spaces-page.tsx'), 'SpacesPage'),
});

const space = createRoute({
  getParentRoute: () => signedIn,
  path: '/spaces/$spaceId',
  component: lazyRouteComponent(() => import('../features/spaces/space-page.tsx'), 'SpacePage'),
});

const spaceSettings = createRoute({
  getParentRoute: () => signedIn,
  path: '/spaces/$spaceId/settings',
  component: lazyRouteComponent(() => import('../features/spaces/space-settings-page.tsx'), 'SpaceSettingsPage'),
});

const ask = createRoute({
  getParentRoute: () => signedIn,
  path: '/spaces/$spaceId/ask',
  // `q` asks at once; `c` is the conversation that goes on; `s` the source that lies open.
  validateSearch: (search): { q?: string; c?: string; s?: string } => {
    const [q, c, s] = [text(search['q']), text(search['c']), text(search['s'])];
    return { ...(q ? { q } : {}), ...(c ? { c } : {}), ...(s ? { s } : {}) };
  },
  component: lazyRouteComponent(() => import('../features/ask/ask-page.tsx'), 'AskPage'),
});

const documents = createRoute({
  getParentRoute: () => signedIn,
  path: '/spaces/$spaceId/documents',
  validateSearch: (search): { state?: string; format?: string; folder?: string; label?: string; name?: string } => {
    const keys = ['state', 'format', 'folder', 'label', 'name'];
    const [state, format, folder, label, name] = keys.map((key) => text(search[key]));
    return {
      ...(state ? { state } : {}),
      ...(format ? { format } : {}),
      ...(folder ? { folder } : {}),
      ...(label ? { label } : {}),
      ...(name ? { name } : {}),
    };
  },
  component: lazyRouteComponent(() => import('../features/documents/documents-page.tsx'), 'DocumentsPage'),
});

const document = createRoute({
  getParentRoute: () => signedIn,
  path: '/documents/$documentId',
  // An exact place: part (page, sheet, mail part), block, and characters of the block.
  validateSearch: (search): { part?: number; block?: number; start?: number; end?: number } => {
    const place: Record<string, number> = {};
    for (const key of ['part', 'block', 'start', 'end']) {
      const value = number(search[key]);
      if (value !== undefined) place[key] = value;
    }
    return place;
  },
  component: lazyRouteComponent(() => {
    preparePdf();
    return import('../features/viewer/document-page.tsx');
  }, 'DocumentPage'),
});

const search = createRoute({
  getParentRoute: () => signedIn,
  path: '/search',
  validateSearch: (given): { q?: string; space?: string } => {
    const [q, inSpace] = [text(given['q']), text(given['space'])];
    return { ...(q ? { q } : {}), ...(inSpace ? { space: inSpace } : {}) };
  },
  component: lazyRouteComponent(() => import('../features/search/search-page.tsx'), 'SearchPage'),
});

const activity = createRoute({
  getParentRoute: () => signedIn,
  path: '/activity',
  component: lazyRouteComponent(() => import('../features/activity/activity-page.tsx'), 'ActivityPage'),
});

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/settings-page.tsx'), 'SettingsPage'),
});

const people = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/people',
  component: lazyRouteComponent(() => import('../features/settings/people-page.tsx'), 'PeoplePage'),
});

const access = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/access',
  component: lazyRouteComponent(() => import('../features/settings/access/access-page.tsx'), 'AccessPage'),
});

const system = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/system',
  component: lazyRouteComponent(() => import('../features/settings/system-page.tsx'), 'SystemPage'),
});

const backups = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/backups',
  component: lazyRouteComponent(() => import('../features/settings/backups-page.tsx'), 'BackupsPage'),
});

const licence = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/licence',
  component: lazyRouteComponent(() => import('../features/settings/licence/licence-page.tsx'), 'LicencePage'),
});

const drills = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/drills',
  component: lazyRouteComponent(() => import('../features/settings/drills/drills-page.tsx'), 'DrillsPage'),
});

const security = createRoute({
  getParentRoute: () => signedIn,
  path: '/security',
  component: lazyRouteComponent(() => import('../features/security/security-page.tsx'), 'SecurityPage'),
});

const labelSet = createRoute({
  getParentRoute: () => signedIn,
  path: '/security/labels',
  component: lazyRouteComponent(() => import('../features/labels/label-set-page.tsx'), 'LabelSetPage'),
});

const clearances = createRoute({
  getParentRoute: () => signedIn,
  path: '/security/clearances',
  validateSearch: (given): { person?: string } => {
    const person = text(given['person']);
    return person ? { person } : {};
  },
  component: lazyRouteComponent(() => import('../features/labels/clearances-page.tsx'), 'ClearancesPage'),
});

const labelRequests = createRoute({
  getParentRoute: () => signedIn,
  path: '/security/requests',
  component: lazyRouteComponent(() => import('../features/labels/requests-page.tsx'), 'RequestsPage'),
});

const explainedAccess = createRoute({
  getParentRoute: () => signedIn,
  path: '/security/access',
  // `about` is an identifier of a document, or `/spaces/` with one of a space.
  validateSearch: (given): { person?: string; about?: string } => {
    const [person, about] = [text(given['person']), text(given['about'])];
    return { ...(person ? { person } : {}), ...(about ? { about } : {}) };
  },
  component: lazyRouteComponent(() => import('../features/labels/access-page.tsx'), 'AccessPage'),
});

const keys = createRoute({
  getParentRoute: () => signedIn,
  path: '/security/keys',
  component: lazyRouteComponent(() => import('../features/security/keys/keys-page.tsx'), 'KeysPage'),
});

const routeTree = root.addChildren([
  signIn,
  setUp,
  invitation,
  reset,
  signedIn.addChildren([
    home,
    spaces,
    space,
    spaceSettings,
    ask,
    documents,
    document,
    search,
    activity,
    settings,
    people,
    access,
    system,
    backups,
    licence,
    drills,
    security,
    labelSet,
    clearances,
    labelRequests,
    explainedAccess,
    keys,
  ]),
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

/**
 * Fetches what the address names before it is known who asks: the code is the same for everybody, and the server decides who gets a document. What does
 * not come is asked for again, and told, when the place is opened.
 */
export function fetchAhead(router: ReturnType<typeof createPageRouter>): void {
  const routes: Record<string, AnyRoute> = router.routesById;
  for (const { routeId, params } of router.matchRoutes(router.latestLocation)) {
    // From the beginning one is sent on to the questions.
    const route = routeId === home.id ? ask : routes[routeId];
    if (route) router.loadRouteChunk(route)?.catch(() => {});
    if (routeId === document.id) void router.options.context.queries.prefetchQuery(documentQuery(params));
  }
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
