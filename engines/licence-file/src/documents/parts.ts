import { z } from 'zod';
import { algorithm } from '../keys/signing-key.ts';

/** RFC 3339 in UTC. */
export const Instant = z.iso.datetime({ precision: 0 }).or(z.iso.datetime({ precision: 3 }));
export const KeyId = z.string().regex(/^[0-9a-f]{32}$/);
export const Digest = z.string().regex(/^[0-9a-f]{64}$/);
/** Names of products, modules and units: lower case, as a program writes them. */
export const Slug = z
  .string()
  .regex(/^[a-z][a-z0-9]*([._-][a-z0-9]+)*$/)
  .max(60);
export const Sequence = z
  .int()
  .min(1)
  .max(2 ** 40);
export const PlainName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  // A name is shown in terminals and pages: no control signs, nothing that turns the direction of a line.
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u);

/** 32 bytes of an Ed25519 key. */
export const PublicKeyText = z.base64().length(44);

/** What every document says of itself: with which key and algorithm it is signed, and since when it exists. */
export const documentHead = { alg: z.literal(algorithm), kid: KeyId, issuedAt: Instant };

/** Cumulative: they only ever grow within an epoch. */
export const Counters = z
  .record(Slug, z.int().min(0))
  .refine((counters) => Object.keys(counters).length <= 50, 'at most 50 units');

export type Counters = z.infer<typeof Counters>;
