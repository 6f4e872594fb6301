/** What this module records in the audit log. */
export const licenceActions = [
  'licence.installed',
  'licence.revocations_installed',
  'licence.activation_asked',
  'licence.activated',
  'licence.deactivated',
  'licence.state_changed',
  'usage_report.written',
  'usage_report.downloaded',
] as const;

export type LicenceAction = (typeof licenceActions)[number];
