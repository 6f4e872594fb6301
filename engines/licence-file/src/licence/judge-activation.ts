import type { ActivationResponse } from '../documents/activation.ts';
import { refuse } from '../errors.ts';
import { compareMachine, type FingerprintMarks } from '../machine/fingerprint.ts';

export type ActivationFacts = {
  licenceId: string;
  /** Of the request that the machine has written and not heard of yet. */
  pending: { nonce: string; deviceKid: string } | null;
  seen: FingerprintMarks;
};

/** Whether an answer is for this machine and this request. @throws LicenceFileError */
export function judgeActivation(response: ActivationResponse, { licenceId, pending, seen }: ActivationFacts): void {
  if (response.licenceId !== licenceId) refuse('other_licence', 'it answers for another licence');
  // An answer is used once: the one from before a deactivation cannot come back.
  if (pending === null) refuse('not_asked_for', 'no request is open');
  if (response.nonce !== pending.nonce || response.deviceKid !== pending.deviceKid)
    refuse('other_activation', 'it answers another request');
  const { fault, missing } = compareMachine(response.fingerprint, seen, response.need);
  if (fault) refuse(fault, `not found again: ${missing.join(', ')}`);
}
