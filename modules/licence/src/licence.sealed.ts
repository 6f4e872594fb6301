import type { SealedTable } from '@nexus/db';

/** Files name the customer and the machine; the device's key signs what the issuer believes. All under the system's own key. */
export const licenceSealed: readonly SealedTable[] = [
  {
    name: 'licence_files',
    space: 'system',
    key: { serial: 'uuid' },
    columns: [{ name: 'file', kind: 'licence_files.file', objectId: 'serial' }],
  },
  {
    name: 'licence_activations',
    space: 'system',
    key: { id: 'uuid' },
    columns: [
      { name: 'device_key', kind: 'licence_activations.device_key', objectId: 'id' },
      { name: 'request', kind: 'licence_activations.request', objectId: 'id' },
      { name: 'receipt', kind: 'licence_activations.receipt', objectId: 'id' },
    ],
  },
  {
    name: 'licence_revocations',
    space: 'system',
    key: { id: 'uuid' },
    columns: [{ name: 'file', kind: 'licence_revocations.file', objectId: 'id' }],
  },
  {
    name: 'usage_reports',
    space: 'system',
    key: { id: 'uuid' },
    columns: [{ name: 'file', kind: 'usage_reports.file', objectId: 'id' }],
  },
];
