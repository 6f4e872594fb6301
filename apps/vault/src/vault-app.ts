import { createHttpApp, type HttpApp, type ServerTls } from '@nexus/http';
import type { Logger } from '@nexus/kernel';
import type { Vault } from './compose.ts';
import type { VaultConfig } from './config.ts';
import { healthRoutes } from './health.routes.ts';
import { jobsRoutes } from './jobs.routes.ts';
import { pagePlaces, vaultPage } from './page/vault-page.ts';
import { version } from './version.ts';

/** The HTTP edge with the routes of every module; not listening yet. */
export async function createVaultApp(
  vault: Vault,
  config: VaultConfig,
  logger: Logger,
  tls: ServerTls | null = null,
): Promise<HttpApp> {
  const app = await createHttpApp({
    api: {
      title: 'Nexus',
      version,
      description: 'Documents in, cited answers out, on a server that keeps everything in the building.',
    },
    logger,
    sessions: vault.accounts.sessionPort,
    denials: vault.audit.denials,
    idempotency: vault.idempotency,
    trustedHosts: config.trustedHosts,
    trustedProxies: config.trustedProxies,
    cookie: { secure: config.isHttps },
    ...(tls === null ? {} : { tls }),
    uploadLimit: config.maxFileBytes,
    // A folder of thousands of small files comes one request a file.
    rateLimit: { max: 6_000, windowMs: 60_000 },
    referencePath: '/reference',
  });
  vault.accounts.routes(app);
  vault.labels.routes(app);
  vault.identity.routes(app);
  vault.spaces.routes(app);
  vault.documents.routes(app);
  vault.retrieval.routes(app);
  vault.answers.routes(app);
  vault.audit.routes(app);
  vault.keys.routes(app);
  vault.backups.routes(app);
  vault.licence.routes(app);
  healthRoutes(vault, version, config.dataDir, tls)(app);
  vault.controls.routes(app);
  jobsRoutes(vault.queues, (actor, jobId) =>
    vault.audit.service.recordNow({
      actor,
      action: 'job.retried',
      outcome: 'success',
      objects: [{ kind: 'job', id: jobId }],
    }),
  )(app);
  vaultPage.routes(app, pagePlaces);
  return app;
}
