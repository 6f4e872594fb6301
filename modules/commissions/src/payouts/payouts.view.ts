import { viewMoney } from '@nexus/http';
import type { z } from 'zod';
import type { BatchRow, PayoutRow } from './payouts.repository.ts';
import type { BatchListView, BatchView, PayoutView } from './payouts.schemas.ts';
import type { Batch } from './payouts.service.ts';

export function viewPayout(payout: PayoutRow): z.infer<typeof PayoutView> {
  return {
    id: payout.id,
    batchId: payout.batchId,
    partnerId: payout.partnerId,
    amount: viewMoney({ minor: payout.amountMinor, currency: payout.currency }),
    settlement: viewMoney({ minor: payout.settleMinor, currency: payout.settleCurrency }),
    rateId: payout.rateId,
    method: payout.method,
    state: payout.state,
    releasedThrough: payout.claimedThrough.toISOString(),
    reference: payout.reference,
    failureReason: payout.failureReason,
    settledAt: payout.settledAt?.toISOString() ?? null,
  };
}

export function viewBatchHead(batch: BatchRow): z.infer<typeof BatchListView>['items'][number] {
  const { id, currency, state, preparedBy, preparedAt, approvedBy, approvedAt } = batch;
  return {
    id,
    currency,
    state,
    preparedBy,
    preparedAt: preparedAt.toISOString(),
    approvedBy,
    approvedAt: approvedAt?.toISOString() ?? null,
  };
}

export function viewBatch(batch: Batch): z.infer<typeof BatchView> {
  const { currency, payouts, holds } = batch;
  const total = payouts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  return {
    ...viewBatchHead(batch),
    total: viewMoney({ minor: total, currency }),
    payouts: payouts.map(viewPayout),
    holds: holds.map(({ partnerId, amountMinor, reason, until }) => ({
      partnerId,
      amount: viewMoney({ minor: amountMinor, currency }),
      reason,
      until: until?.toISOString() ?? null,
    })),
  };
}
