import type { SealedTable } from '@nexus/db';

export const taxIdKind = 'invoices.customer_tax_id';

export const invoicesSealed: readonly SealedTable[] = ['invoices', 'invoice_schedules'].map((name) => ({
  name,
  space: 'system',
  key: { id: 'uuid' },
  columns: [{ name: 'customer_tax_id', kind: taxIdKind, objectId: 'id' }],
}));
