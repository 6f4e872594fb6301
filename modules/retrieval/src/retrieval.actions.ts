/** What this module writes to the audit log. */
export const retrievalActions = ['search.performed', 'index.rebuilt'] as const;
