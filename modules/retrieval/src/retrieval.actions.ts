/** What this module writes to the audit log. */
export const retrievalActions = [
  'search.performed',
  'index.rebuilt',
  'saved_search.listed',
  'saved_search.created',
  'saved_search.changed',
  'saved_search.deleted',
] as const;
