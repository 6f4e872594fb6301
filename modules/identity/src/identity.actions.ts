/** Everything that this module records. */
export const identityActions = [
  'sign_in_source.created',
  'sign_in_source.changed',
  'sign_in_source.deleted',
  'sign_in_source.tested',
  'sign_in_source.synchronized',
  'identity.linked',
  'identity.unlinked',
] as const;

export type IdentityAction = (typeof identityActions)[number];
