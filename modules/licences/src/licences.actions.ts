/** What this module records in the audit log. */
export const licencesActions = [
  'licence.issued',
  'licence.reissued',
  'licence.suspended',
  'licence.resumed',
  'licence.revoked',
  'licence.expired',
  'licence_policy.created',
  'licence_key.created',
  'licence_key.activated',
  'licence_key.revoked',
  'licence_root.added',
  'revocation_list.issued',
  'activation.accepted',
  'activation.ended',
  'activation.released',
  'usage_report.accepted',
  'usage_report.refused',
  'consumption.settled',
  'refund_decision.asked',
  'refund_decision.decided',
] as const;

export type LicencesAction = (typeof licencesActions)[number];
