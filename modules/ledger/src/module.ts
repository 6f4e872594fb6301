import type { Database } from '@nexus/db';
import type { HttpApp } from '@nexus/http';
import type { Logger } from '@nexus/kernel';
import { checkLedger, type LedgerCheck, rebuildBalances } from './check-ledger.ts';
import type { AuditPort } from './ledger.ports.ts';
import { ledgerRoutes } from './ledger.routes.ts';
import { createLedgerService, type LedgerDependencies } from './ledger.service.ts';
import { sealLedger } from './sealer.ts';

export type LedgerParts = LedgerDependencies & { database: Database; audit: AuditPort; logger: Logger };

export function createLedgerModule(parts: LedgerParts) {
  const service = createLedgerService(parts);
  return {
    service,
    routes(app: HttpApp): void {
      ledgerRoutes(service)(app);
    },
    seal: (): Promise<number> => sealLedger(parts.database),
    check: (): Promise<LedgerCheck> => checkLedger(parts),
    rebuildBalances: (): Promise<number> => rebuildBalances(parts),
    jobs: [
      { name: 'ledger.seal', cron: '* * * * *', run: async () => void (await sealLedger(parts.database)) },
      { name: 'ledger.check', cron: '17 3 * * *', run: async () => void (await checkLedger(parts)) },
    ],
  };
}

export type LedgerModule = ReturnType<typeof createLedgerModule>;
export const ledgerMigrations = { name: 'ledger', directory: new URL('../migrations/', import.meta.url) };
