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

/** Open to everybody, with the code of whoever invites. */
const applying = createRoute({
  getParentRoute: () => root,
  path: '/apply',
  validateSearch: (search): { code?: string } =>
    typeof search['code'] === 'string' ? { code: search['code'].slice(0, 20) } : {},
  component: lazyRouteComponent(() => import('../features/apply/apply-page.tsx'), 'ApplyPage'),
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

const partners = createRoute({
  getParentRoute: () => signedIn,
  path: '/partners',
  component: lazyRouteComponent(() => import('../features/partners/partners-page.tsx'), 'PartnersPage'),
});

const partner = createRoute({
  getParentRoute: () => signedIn,
  path: '/partners/$partnerId',
  component: lazyRouteComponent(() => import('../features/partners/partner-page.tsx'), 'PartnerPage'),
});

const applications = createRoute({
  getParentRoute: () => signedIn,
  path: '/applications',
  component: lazyRouteComponent(() => import('../features/applications/applications-page.tsx'), 'ApplicationsPage'),
});

const application = createRoute({
  getParentRoute: () => signedIn,
  path: '/applications/$applicationId',
  component: lazyRouteComponent(() => import('../features/applications/application-page.tsx'), 'ApplicationPage'),
});

const territories = createRoute({
  getParentRoute: () => signedIn,
  path: '/territories',
  component: lazyRouteComponent(() => import('../features/territories/territories-page.tsx'), 'TerritoriesPage'),
});

const deals = createRoute({
  getParentRoute: () => signedIn,
  path: '/deals',
  component: lazyRouteComponent(() => import('../features/deals/deals-page.tsx'), 'DealsPage'),
});

const newDeal = createRoute({
  getParentRoute: () => signedIn,
  path: '/deals/new',
  component: lazyRouteComponent(() => import('../features/deals/new-deal-page.tsx'), 'NewDealPage'),
});

const deal = createRoute({
  getParentRoute: () => signedIn,
  path: '/deals/$dealId',
  component: lazyRouteComponent(() => import('../features/deals/deal-page.tsx'), 'DealPage'),
});

const opportunity = createRoute({
  getParentRoute: () => signedIn,
  path: '/opportunities/$opportunityId',
  component: lazyRouteComponent(() => import('../features/pipeline/opportunity-page.tsx'), 'OpportunityPage'),
});

const customers = createRoute({
  getParentRoute: () => signedIn,
  path: '/customers',
  component: lazyRouteComponent(() => import('../features/customers/customers-page.tsx'), 'CustomersPage'),
});

const customer = createRoute({
  getParentRoute: () => signedIn,
  path: '/customers/$customerId',
  component: lazyRouteComponent(() => import('../features/customers/customer-page.tsx'), 'CustomerPage'),
});

const imports = createRoute({
  getParentRoute: () => signedIn,
  path: '/imports',
  component: lazyRouteComponent(() => import('../features/imports/imports-page.tsx'), 'ImportsPage'),
});

const importOne = createRoute({
  getParentRoute: () => signedIn,
  path: '/imports/$importId',
  component: lazyRouteComponent(() => import('../features/imports/import-page.tsx'), 'ImportPage'),
});

const pipeline = createRoute({
  getParentRoute: () => signedIn,
  path: '/pipeline',
  validateSearch: (search): { pipeline?: string; view?: 'board' | 'list' } => ({
    ...(typeof search['pipeline'] === 'string' ? { pipeline: search['pipeline'] } : {}),
    ...(search['view'] === 'list' ? { view: 'list' as const } : {}),
  }),
  component: lazyRouteComponent(() => import('../features/pipeline/pipeline-page.tsx'), 'PipelinePage'),
});

/** A quote for what another place is about. */
type NewQuoteSearch = { customerId?: string; customer?: string; country?: string; opportunityId?: string };

const quotes = createRoute({
  getParentRoute: () => signedIn,
  path: '/quotes',
  component: lazyRouteComponent(() => import('../features/quotes/quotes-page.tsx'), 'QuotesPage'),
});

const newQuote = createRoute({
  getParentRoute: () => signedIn,
  path: '/quotes/new',
  validateSearch: (search): NewQuoteSearch => {
    const names = ['customerId', 'customer', 'country', 'opportunityId'] as const;
    return Object.fromEntries(
      names.flatMap((name) => (typeof search[name] === 'string' ? [[name, search[name]]] : [])),
    );
  },
  component: lazyRouteComponent(() => import('../features/quotes/new-quote-page.tsx'), 'NewQuotePage'),
});

const quote = createRoute({
  getParentRoute: () => signedIn,
  path: '/quotes/$quoteId',
  component: lazyRouteComponent(() => import('../features/quotes/quote-page.tsx'), 'QuotePage'),
});

const invoices = createRoute({
  getParentRoute: () => signedIn,
  path: '/invoices',
  component: lazyRouteComponent(() => import('../features/invoices/invoices-page.tsx'), 'InvoicesPage'),
});

const invoice = createRoute({
  getParentRoute: () => signedIn,
  path: '/invoices/$invoiceId',
  component: lazyRouteComponent(() => import('../features/invoices/invoice-page.tsx'), 'InvoicePage'),
});

const catalogue = createRoute({
  getParentRoute: () => signedIn,
  path: '/catalogue',
  component: lazyRouteComponent(() => import('../features/catalogue/catalogue-page.tsx'), 'CataloguePage'),
});

const pricePlan = createRoute({
  getParentRoute: () => signedIn,
  path: '/catalogue/plans/$planId',
  component: lazyRouteComponent(() => import('../features/catalogue/plan-page.tsx'), 'PlanPage'),
});

const knowledge = createRoute({
  getParentRoute: () => signedIn,
  path: '/knowledge',
  component: lazyRouteComponent(() => import('../features/knowledge/knowledge-page.tsx'), 'KnowledgePage'),
});

/** For customers without an account, who have a link. */
const offer = createRoute({
  getParentRoute: () => root,
  path: '/offer',
  component: lazyRouteComponent(() => import('../features/offer/offer-page.tsx'), 'OfferPage'),
});

const routeTree = root.addChildren([
  signIn,
  setUp,
  invitation,
  reset,
  applying,
  offer,
  signedIn.addChildren([
    home,
    organisations,
    organisation,
    partners,
    partner,
    applications,
    application,
    territories,
    deals,
    newDeal,
    deal,
    opportunity,
    customers,
    customer,
    imports,
    importOne,
    pipeline,
    quotes,
    newQuote,
    quote,
    invoices,
    invoice,
    catalogue,
    pricePlan,
    knowledge,
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

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
