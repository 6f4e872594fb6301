import type { SealedTable } from '@nexus/db';

const byId = { id: 'uuid' } as const;

/** Tax ids and the password of the mail account, under the system's own key. */
export const crmSealed: readonly SealedTable[] = [
  {
    name: 'customers',
    space: 'system',
    key: byId,
    columns: [{ name: 'tax_id', kind: 'customers.tax_id', objectId: 'id' }],
  },
  { name: 'deals', space: 'system', key: byId, columns: [{ name: 'tax_id', kind: 'deals.tax_id', objectId: 'id' }] },
  {
    name: 'crm_mail_settings',
    space: 'system',
    key: byId,
    columns: [{ name: 'password', kind: 'crm_mail_settings.password', objectId: 'id' }],
  },
];
