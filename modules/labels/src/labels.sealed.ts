import type { SealedTable } from '@nexus/db';

/** Names that an officer gave; under the system's own key, because a label set belongs to no space. */
export const labelsSealed: readonly SealedTable[] = ['label_levels', 'label_compartments', 'label_groups'].map(
  (name) => ({
    name,
    space: 'system',
    key: { id: 'uuid' },
    columns: [{ name: 'names', kind: `${name}.names`, objectId: 'id' }],
  }),
);
