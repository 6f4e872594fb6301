import { Timestamp } from '@nexus/http';
import { z } from 'zod';
import { Instant, Line } from '../partners.schemas.ts';

const Language = z.enum(['es', 'en']);
const Body = z.string().trim().min(1).max(200_000);
const Hash = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hex');

export const AgreementParams = z.object({ agreementId: z.uuid() });

export const NewAgreementBody = z.object({
  code: z.string().regex(/^[a-z][a-z0-9_-]{1,39}$/, 'lower-case letters, digits and dashes'),
  title: z.object({ es: Line, en: Line }),
  body: z.object({ es: Body, en: Body }),
  kinds: z.array(z.string().max(40)).max(20).default([]).describe('Kinds of partners that sign it; empty is all'),
  signBy: Instant.describe('From then on whoever has not signed earns nothing'),
});

export const AgreementView = z.object({
  id: z.uuid(),
  code: z.string(),
  version: z.number().int(),
  title: z.object({ es: z.string(), en: z.string() }),
  body: z.object({ es: z.string(), en: z.string() }),
  hash: z.object({ es: Hash, en: Hash }).describe('SHA-256 of each text; a signature names it'),
  kinds: z.array(z.string()),
  signBy: Timestamp,
  publishedAt: Timestamp,
});

export const SignatureView = z.object({
  id: z.uuid(),
  code: z.string(),
  version: z.number().int(),
  title: z.object({ es: z.string(), en: z.string() }),
  signerName: z.string(),
  personId: z.uuid(),
  language: Language,
  textHash: Hash,
  proof: Hash,
  signedAt: Timestamp,
});

export const PartnerAgreementsView = z.object({ unsigned: z.array(AgreementView), signed: z.array(SignatureView) });

export const SignBody = z.object({
  partnerId: z.uuid(),
  signerName: z.string().trim().min(2).max(200),
  language: Language,
  textHash: Hash.describe('Of the text that was shown'),
});
export const SignedView = z.object({ signedAt: Timestamp, proof: Hash, textHash: Hash });
