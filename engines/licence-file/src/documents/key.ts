import { z } from 'zod';
import { documentHead, Instant, PlainName, PublicKeyText } from './parts.ts';

/** What an intermediate may sign. */
export const keyPurposes = ['licence', 'revocations', 'activation-response'] as const;

export type KeyPurpose = (typeof keyPurposes)[number];

/** An intermediate: `kid` is that of the root that signs it, `publicKey` its own. */
export const KeyDocument = z
  .strictObject({
    ...documentHead,
    publicKey: PublicKeyText,
    issuer: PlainName.describe('Who sells; shown to the people who install a licence'),
    purposes: z.array(z.enum(keyPurposes)).min(1).max(keyPurposes.length),
    notBefore: Instant,
    notAfter: Instant,
  })
  .refine(({ notBefore, notAfter }) => Date.parse(notBefore) < Date.parse(notAfter), 'ends before it begins')
  .refine(({ purposes }) => new Set(purposes).size === purposes.length, 'a purpose twice');

export type KeyDocument = z.infer<typeof KeyDocument>;
