export { armour, readFileBytes } from './container/armour.ts';
export { formatVersion, kindOfFile, maxFileLength } from './container/container.ts';
export type { DocumentKind } from './container/document-kinds.ts';
export type { ActivationRequest, ActivationResponse, DeactivationReceipt } from './documents/activation.ts';
export type { Documents, Unsigned } from './documents/documents.ts';
export { type KeyDocument, type KeyPurpose, keyPurposes } from './documents/key.ts';
export { type LicenceDocument, type LicenceKind, licenceKinds } from './documents/licence.ts';
export {
  claimsOf,
  type DeviceKind,
  type Opened,
  openActivationRequest,
  openByDevice,
  openIssued,
  readIntermediate,
  signByDevice,
  signIntermediate,
  signIssued,
} from './documents/open-file.ts';
export type { Counters } from './documents/parts.ts';
export type { RevocationsDocument } from './documents/revocations.ts';
export type { UsageReport } from './documents/usage-report.ts';
export { type LicenceFault, LicenceFileError } from './errors.ts';
export {
  algorithm,
  keyId,
  newSigningKey,
  type PublicKey,
  privatePemOf,
  publicKeyOf,
  publicPemOf,
  readPrivatePem,
  readPublicPem,
  type SigningKey,
} from './keys/signing-key.ts';
export type { Trust, TrustedKey } from './keys/trust.ts';
export { type ClockReading, readClock, toleratedSkewMs } from './licence/clock.ts';
export { type ActivationFacts, judgeActivation } from './licence/judge-activation.ts';
export { type InstallFacts, judgeInstall } from './licence/judge-install.ts';
export {
  type LicenceFacts,
  type LicenceFinding,
  type LicenceReason,
  type LicenceStanding,
  type LicenceState,
  licenceStates,
  standingOf,
} from './licence/licence-state.ts';
export {
  type Comparison,
  compareMachine,
  type FingerprintMarks,
  fingerprintOf,
  type MachineMarks,
  type MarkKind,
  markKinds,
} from './machine/fingerprint.ts';
export {
  consumedSince,
  judgeReport,
  type KnownReport,
  type KnownReports,
  type ReportFault,
  type ReportVerdict,
  sumCounters,
} from './usage/judge-report.ts';
