import type { DenialPort, HttpApp, HttpReply, HttpRequest, SessionPort } from '@nexus/http';
import type { AccountsParts } from './accounts.parts.ts';
import type { AccountsTx } from './accounts.ports.ts';
import { type AccountsService, createAccountsService } from './accounts.service.ts';
import type { MeView } from './accounts.view.ts';
import { createEndedSessionsSignal } from './ended-sessions.ts';
import { type Entered, handOver } from './hand-over.routes.ts';
import { passkeyRoutes } from './passkeys.routes.ts';
import { passwordResetRoutes } from './password-resets.routes.ts';
import { peopleRoutes } from './people.routes.ts';
import { secondFactorRoutes } from './second-factor.routes.ts';
import { sessionRoutes } from './session.routes.ts';
import { deleteExpired } from './sessions.repository.ts';
import { signInRulesRoutes } from './sign-in-rules.routes.ts';
import { tokenRoutes } from './token.routes.ts';

export type AccountsModule = {
  service: AccountsService;
  routes(app: HttpApp): void;
  /** For `createHttpApp`. */
  sessionPort: SessionPort;
  denialPort: DenialPort;
  migrations: URL;
  /** Hands the session of somebody who came in to their browser. */
  handOver(request: HttpRequest, reply: HttpReply, entered: Entered): Promise<{ me: MeView; expiresAt: string }>;
  jobs: { name: string; cron: string; run(): Promise<void> }[];
};

/** Folder of the SQL migrations of this module. */
export const accountsMigrations = new URL('../migrations/', import.meta.url);

export function createAccountsModule(parts: AccountsParts): AccountsModule {
  const { database, audit, clock, logger } = parts;
  const ended = createEndedSessionsSignal();
  const service = createAccountsService({ ...parts, ended });
  return {
    service,

    routes(app) {
      sessionRoutes(app, service);
      tokenRoutes(app, service);
      peopleRoutes(app, service);
      secondFactorRoutes(app, service);
      passkeyRoutes(app, service);
      passwordResetRoutes(app, service);
      signInRulesRoutes(app, service);
    },

    sessionPort: {
      async authenticate(token, source) {
        const found = await service.authenticate(token, source);
        if (found === null) return null;
        const { personId, sessionId, roles, kind } = found;
        return { actor: { kind: 'person', personId, sessionId }, roles, kind };
      },
      findEnded: (sessionIds) => service.findEndedSessions(sessionIds),
      onEnded: (listener) => ended.listen(listener),
    },

    denialPort: {
      record: ({ actor, method, route, reason }) =>
        database.withActor(actor, (tx: AccountsTx) =>
          audit.record(tx, { actor, action: 'request.denied', outcome: 'denied', reason, details: { method, route } }),
        ),
    },

    handOver: (request, reply, entered) => handOver(request, reply, service, entered),

    migrations: accountsMigrations,

    jobs: [
      {
        name: 'accounts.delete-expired',
        cron: '17 * * * *',
        async run() {
          const count = await database.withWorker('accounts.delete-expired', (tx: AccountsTx) =>
            deleteExpired(tx, clock.now()),
          );
          logger.info('expired sessions, tokens and attempts deleted', { count });
        },
      },
    ],
  };
}
