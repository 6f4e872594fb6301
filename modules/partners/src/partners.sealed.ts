import type { SealedTable } from '@nexus/db';

const byId = { id: 'uuid' } as const;

/** As `sealed-fields.ts` seals it, under the system's own key. */
export const partnersSealed: readonly SealedTable[] = [
  {
    name: 'partners',
    space: 'system',
    key: byId,
    columns: [{ name: 'tax_id', kind: 'partners.tax_id', objectId: 'id' }],
  },
  {
    name: 'partner_applications',
    space: 'system',
    key: byId,
    columns: [{ name: 'tax_id', kind: 'partner_applications.tax_id', objectId: 'id' }],
  },
  {
    name: 'partner_bank_details',
    space: 'system',
    key: byId,
    columns: [{ name: 'details', kind: 'partner_bank_details.details', objectId: 'id' }],
  },
];
