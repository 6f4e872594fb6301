import { appendEvent } from '@nexus/db';
import type { UsagePort } from '@nexus/licences';

/** A report of a closed month asks for its invoice, in the transaction that takes it; whoever brings the report need not be allowed to invoice. */
export const askForUsageInvoice: UsagePort = {
  async onUsage(tx, _, { licenceId, orderId, reportId, period, isMonthClosed }) {
    if (!isMonthClosed || orderId === null) return;
    await appendEvent(tx, {
      topic: 'usage_report.accepted',
      version: 1,
      payload: { licenceId, orderId, reportId, period },
    });
  },
};
