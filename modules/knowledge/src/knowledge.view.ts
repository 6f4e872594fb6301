import { viewMoney } from '@nexus/http';
import type { z } from 'zod';
import type { Rate } from './assets/assets.repository.ts';
import type { Asset } from './assets/assets.service.ts';
import type { CreditBalance } from './credits/credits.service.ts';
import type {
  AccessView,
  AssetView,
  BalanceView,
  GoalView,
  PurchaseView,
  RateView,
  WorkView,
} from './knowledge.schemas.ts';
import type { AccessRow, GoalRow, MeritRow, PurchaseRow, WorkRow } from './knowledge.tables.ts';

export function viewAsset(asset: Asset, personId: string): z.infer<typeof AssetView> {
  return {
    id: asset.id,
    code: asset.code,
    kind: asset.kind,
    titleEs: asset.titleEs,
    titleEn: asset.titleEn,
    descriptionEs: asset.descriptionEs,
    descriptionEn: asset.descriptionEn,
    price: viewMoney({ minor: asset.priceMinor, currency: asset.currency }),
    state: asset.state,
    hasAccess: asset.accesses.some((access) => access.personId === personId),
    holdings: asset.holdings.map(({ id, holderId, holderName, sharePpm, validFrom, validUntil, isPerpetual }) => ({
      id,
      holderId,
      holderName,
      sharePpm,
      validFrom,
      validUntil,
      isPerpetual,
    })),
  };
}

export function viewAccess({ id, assetId, priceMinor, currency, boughtAt }: AccessRow): z.infer<typeof AccessView> {
  return { id, assetId, price: viewMoney({ minor: priceMinor, currency }), boughtAt: boughtAt.toISOString() };
}

export function viewRate(rate: Rate): z.infer<typeof RateView> {
  const { id, qualification, hourMinor, currency, validFrom, validUntil } = rate;
  return { id, qualification, hour: viewMoney({ minor: hourMinor, currency }), validFrom, validUntil };
}

export function viewWork(row: WorkRow & { organisationName?: string | null }): z.infer<typeof WorkView> {
  return {
    id: row.id,
    organisationId: row.organisationId,
    organisationName: row.organisationName ?? null,
    personId: row.personId,
    qualification: row.qualification,
    workedOn: row.workedOn,
    minutes: row.minutes,
    description: row.description,
    state: row.state,
    askedAt: row.askedAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    decisionReason: row.decisionReason,
    credit: row.amountMinor === null ? null : viewMoney({ minor: row.amountMinor, currency: row.currency }),
  };
}

export function viewGoal(goal: GoalRow, merits: readonly MeritRow[]): z.infer<typeof GoalView> {
  return {
    id: goal.id,
    titleEs: goal.titleEs,
    titleEn: goal.titleEn,
    metric: goal.metric,
    threshold: goal.threshold.toString(),
    credit: viewMoney({ minor: goal.creditMinor, currency: goal.currency }),
    state: goal.state,
    merits: merits
      .filter(({ goalId }) => goalId === goal.id)
      .map(({ organisationId, month, reached, awardedAt }) => ({
        organisationId,
        month,
        reached: reached.toString(),
        awardedAt: awardedAt.toISOString(),
      })),
  };
}

export function viewPurchase(row: PurchaseRow): z.infer<typeof PurchaseView> {
  const { id, organisationId, externalId, amountMinor, currency, boughtAt } = row;
  const amount = viewMoney({ minor: amountMinor, currency });
  return { id, organisationId, externalId, amount, boughtAt: boughtAt.toISOString() };
}

export function viewBalance({ organisationId, name, balance }: CreditBalance): z.infer<typeof BalanceView> {
  return { organisationId, name, balance: viewMoney(balance) };
}
