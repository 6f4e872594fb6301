/** What the log of a hub can say besides what every server's can. By noun; the verb in the past. */
export const hubCatalogue = {
  organisation: ['created', 'updated', 'state_changed', 'member_added', 'member_removed'],
} as const;
