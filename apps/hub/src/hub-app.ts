import { createHttpApp, type HttpApp } from '@nexus/http';
import type { Logger } from '@nexus/kernel';
import type { Hub } from './compose.ts';
import type { HubConfig } from './config.ts';
import { healthRoutes } from './health.routes.ts';
import { hubPage, pagePlaces } from './page/hub-page.ts';
import { version } from './version.ts';

/** The HTTP edge with the routes of every module; not listening yet. */
export async function createHubApp(hub: Hub, config: HubConfig, logger: Logger): Promise<HttpApp> {
  const app = await createHttpApp({
    api: {
      title: 'Nexus hub',
      version,
      description:
        'Partners, deals, quotes, licences, and a ledger that explains every cent of commission and royalty.',
    },
    logger,
    sessions: hub.accounts.sessionPort,
    denials: hub.audit.denials,
    idempotency: hub.idempotency,
    trustedHosts: config.trustedHosts,
    trustedProxies: config.trustedProxies,
    cookie: { secure: config.isHttps },
    rateLimit: { max: 1_000, windowMs: 60_000 },
    referencePath: '/reference',
  });
  hub.accounts.routes(app);
  hub.identity.routes(app);
  hub.audit.routes(app);
  hub.organisations.routes(app);
  hub.partners.routes(app);
  hub.crm.routes(app);
  hub.pricing.routes(app);
  hub.invoices.routes(app);
  hub.licences.routes(app);
  hub.ledger.routes(app);
  hub.commissions.routes(app);
  hub.knowledge.routes(app);
  hub.orderToCash.routes(app);
  healthRoutes(hub)(app);
  hubPage.routes(app, pagePlaces);
  return app;
}
