import { createHash } from 'node:crypto';

export type SignedFacts = {
  documentId: string;
  textHash: string;
  partnerId: string;
  personId: string;
  signerName: string;
  signedAt: Date;
};

/** SHA-256 over the facts as a JSON array in this order, in hex: whoever holds a receipt can compute it again. */
export function signatureProof({
  documentId,
  textHash,
  partnerId,
  personId,
  signerName,
  signedAt,
}: SignedFacts): string {
  const facts = [
    'nexus/agreement-signature/1',
    documentId,
    textHash,
    partnerId,
    personId,
    signerName,
    signedAt.toISOString(),
  ];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}
