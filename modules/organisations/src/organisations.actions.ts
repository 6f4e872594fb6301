/** What this module writes to the audit log. */
export const organisationsActions = [
  'organisation.created',
  'organisation.updated',
  'organisation.state_changed',
  'organisation.member_added',
  'organisation.member_removed',
] as const;
