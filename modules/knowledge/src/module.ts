import type { Tx } from '@nexus/db';
import type { HttpApp } from '@nexus/http';
import type { Actor, Money } from '@nexus/kernel';
import { listHoldersOn } from './assets/assets.repository.ts';
import { assetsRoutes } from './assets/assets.routes.ts';
import { createAssetsService } from './assets/assets.service.ts';
import { creditsRoutes } from './credits/credits.routes.ts';
import { createCreditsService } from './credits/credits.service.ts';
import {
  AccessBoughtError,
  AssetCodeTakenError,
  HoldingFinalError,
  HoldingOverlapError,
  OwnWorkError,
  PurchaseTakenError,
  RateOverlapError,
  SharesAboveWholeError,
  WorkDecidedError,
} from './knowledge.errors.ts';
import type { KnowledgeParts } from './knowledge.ports.ts';
import type { KnowledgeTables } from './knowledge.tables.ts';

/** The policies ask `acting_organisation_ids()` and `acts_for_network()` of organisations: migrate after it. */
export function createKnowledgeModule(parts: KnowledgeParts) {
  const assets = createAssetsService(parts);
  const credits = createCreditsService(parts);
  const own = (tx: Tx) => tx as Tx<KnowledgeTables>;
  return {
    assets,
    credits,
    door: {
      /** Whose the royalty of an asset is at a moment, as the day of the business has it. What shares leave over stays with the network. */
      holdersOf: (tx: Tx, assetId: string, at: Date): Promise<{ partnerId: string; sharePpm: number }[]> =>
        listHoldersOn(own(tx), assetId, parts.calendar.dayOf(at)),
      buyCredit: (tx: Tx, actor: Actor, input: { organisationId: string; externalId: string; amount: Money }) =>
        credits.buyInTx(own(tx), actor, input),
    },
    jobs: { merits: { name: 'knowledge.merits', run: credits.awardMerits } },
    routes(app: HttpApp): void {
      assetsRoutes(assets)(app);
      creditsRoutes(credits)(app);
    },
  };
}

export type KnowledgeModule = ReturnType<typeof createKnowledgeModule>;
export const knowledgeMigrations = { name: 'knowledge', directory: new URL('../migrations/', import.meta.url) };
/** Constraint to error, for the database's one place that maps violations. */
export const knowledgeConflicts = {
  knowledge_assets_code_key: () => new AssetCodeTakenError(),
  knowledge_shares_within_whole: () => new SharesAboveWholeError(),
  knowledge_holdings_one_share: () => new HoldingOverlapError(),
  knowledge_holding_is_final: () => new HoldingFinalError(),
  knowledge_rates_one_at_a_time: () => new RateOverlapError(),
  knowledge_work_is_final: () => new WorkDecidedError(),
  knowledge_decided_by_another: () => new OwnWorkError(),
  knowledge_accesses_once: () => new AccessBoughtError(),
  knowledge_purchases_external_id_key: () => new PurchaseTakenError(),
};
