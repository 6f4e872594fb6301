/** What this module writes to the audit log. */
export const labelsActions = [
  'label_set.read',
  'label_set.changed',
  'label_set.chosen',
  'clearance.listed',
  'clearance.granted',
  'access.explained',
] as const;
