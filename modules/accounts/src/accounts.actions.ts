/** Everything that this module records. The audit module refuses to start with an action that is in no catalogue. */
export const accountsActions = [
  'installation.set_up',
  'installation.mode_set',
  'session.signed_in',
  'session.denied',
  'session.signed_out',
  'session.revoked',
  'password.changed',
  'second_factor.enabled',
  'second_factor.disabled',
  'second_factor.reset',
  'second_factor.codes_renewed',
  'second_factor.code_used',
  'token.created',
  'token.revoked',
  'person.created',
  'person.invited',
  'person.joined',
  'person.updated',
  'person.suspended',
  'person.reactivated',
  'role.granted',
  'role.revoked',
  'request.denied',
] as const;

export type AccountsAction = (typeof accountsActions)[number];
