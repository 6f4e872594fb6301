import { z } from 'zod';
import { FingerprintMarks } from '../machine/fingerprint.ts';
import { Counters, Digest, documentHead, PlainName, PublicKeyText, Sequence, Slug } from './parts.ts';

/** Signed by the key that the machine made for itself; `kid` is of that key. */
export const ActivationRequest = z.strictObject({
  ...documentHead,
  licenceId: z.uuid(),
  serial: z.uuid().describe('Of the licence file that the machine has'),
  product: Slug,
  publicKey: PublicKeyText,
  nonce: Digest,
  machineName: PlainName.describe('As the people of the machine call it'),
  fingerprint: FingerprintMarks,
});

export const ActivationResponse = z.strictObject({
  ...documentHead,
  activationId: z.uuid(),
  licenceId: z.uuid(),
  seq: Sequence,
  nonce: Digest.describe('Of the request that it answers: for that one and no other'),
  deviceKid: documentHead.kid,
  fingerprint: FingerprintMarks,
  need: z.int().min(1).max(10),
});

/** The last thing that an activation signs: from then on it does no new work, and its seat is free. */
export const DeactivationReceipt = z.strictObject({
  ...documentHead,
  activationId: z.uuid(),
  licenceId: z.uuid(),
  nonce: Digest,
  epoch: z.uuid(),
  reports: z.int().min(0).describe('Usage reports of this epoch so far'),
  counters: Counters,
});

export type ActivationRequest = z.infer<typeof ActivationRequest>;
export type ActivationResponse = z.infer<typeof ActivationResponse>;
export type DeactivationReceipt = z.infer<typeof DeactivationReceipt>;
