import type { SealedTable } from '@nexus/db';

const named = (name: string): SealedTable => ({
  name,
  space: 'system',
  key: { id: 'uuid' },
  columns: [{ name: 'names', kind: `${name}.names`, objectId: 'id' }],
});

export const labelsSealed: readonly SealedTable[] = ['label_levels', 'label_compartments', 'label_groups'].map(named);
