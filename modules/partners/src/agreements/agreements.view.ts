import type { z } from 'zod';
import type { Agreement, SignedAgreement } from './agreements.repository.ts';
import type { AgreementView, SignatureView } from './agreements.schemas.ts';

export function viewAgreement(row: Agreement): z.infer<typeof AgreementView> {
  return {
    id: row.id,
    code: row.code,
    version: row.version,
    title: { es: row.titleEs, en: row.titleEn },
    body: { es: row.bodyEs, en: row.bodyEn },
    hash: { es: row.hashEs, en: row.hashEn },
    kinds: row.kinds,
    signBy: row.signBy.toISOString(),
    publishedAt: row.publishedAt.toISOString(),
  };
}

export function viewSignature(row: SignedAgreement): z.infer<typeof SignatureView> {
  return {
    id: row.id,
    code: row.code,
    version: row.documentVersion,
    title: { es: row.titleEs, en: row.titleEn },
    signerName: row.signerName,
    personId: row.personId,
    language: row.language,
    textHash: row.textHash,
    proof: row.proof,
    signedAt: row.signedAt.toISOString(),
  };
}
