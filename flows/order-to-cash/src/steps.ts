import type { Step } from './step.ts';
import { invoiceOrder } from './steps/invoice-order.ts';
import { invoiceUsage } from './steps/invoice-usage.ts';
import { issueLicences } from './steps/issue-licences.ts';
import { recordSale } from './steps/record-sale.ts';
import { decideLicence, reverseSale } from './steps/take-back-sale.ts';
import { winOpportunity } from './steps/win-opportunity.ts';

export const steps = {
  invoice_order: invoiceOrder,
  issue_licences: issueLicences,
  win_opportunity: winOpportunity,
  record_sale: recordSale,
  reverse_sale: reverseSale,
  decide_licence: decideLicence,
  invoice_usage: invoiceUsage,
} as const satisfies Record<string, Step>;

export type StepName = keyof typeof steps;

/** What follows from which event. */
export const stepsOfTopic: Readonly<Record<string, readonly StepName[]>> = {
  'order.placed': ['invoice_order', 'issue_licences', 'win_opportunity'],
  'invoice.paid': ['record_sale'],
  'refund.recorded': ['reverse_sale', 'decide_licence'],
  'usage_report.accepted': ['invoice_usage'],
};
