/** What an invoice is to whoever looks at it: its state, what is paid and the day together. */
export const invoiceStatuses = ['draft', 'open', 'overdue', 'paid', 'credited'] as const;
export type InvoiceStatus = (typeof invoiceStatuses)[number];
