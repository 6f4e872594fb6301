import type { HttpApp } from '@nexus/http';
import type { CommissionsDependencies } from './commissions.parts.ts';
import { createCommissionsService } from './commissions.service.ts';
import { monthsRoutes } from './months.routes.ts';
import { payoutsRoutes } from './payouts/payouts.routes.ts';
import { writeOffsRoutes } from './payouts/write-offs.routes.ts';
import { plansRoutes } from './plans.routes.ts';
import { salesRoutes } from './sales.routes.ts';
import { statementsRoutes } from './statements.routes.ts';

export function createCommissionsModule(parts: CommissionsDependencies) {
  const service = createCommissionsService(parts);
  return {
    service,
    routes(app: HttpApp): void {
      for (const routes of [salesRoutes, monthsRoutes, statementsRoutes, plansRoutes, payoutsRoutes, writeOffsRoutes])
        routes(service)(app);
    },
    jobs: [{ name: 'commissions.release', cron: '23 * * * *', run: async () => void (await service.releaseNow()) }],
  };
}

export type CommissionsModule = ReturnType<typeof createCommissionsModule>;
export const commissionsMigrations = { name: 'commissions', directory: new URL('../migrations/', import.meta.url) };
