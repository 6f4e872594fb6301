/** What this module writes to the audit log. */
export const spacesActions = [
  'space.created',
  'space.updated',
  'key.created',
  'space.member_added',
  'space.member_removed',
  'space.member_role_changed',
] as const;
