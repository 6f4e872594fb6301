import { Timestamp } from '@nexus/http';
import { z } from 'zod';

const RotationView = z.object({
  id: z.uuid(),
  spaceId: z.uuid(),
  state: z.enum(['running', 'done', 'failed']),
  objectsDone: z.number().int(),
  objectsTotal: z.number().int(),
  requestedAt: Timestamp,
  finishedAt: Timestamp.nullable(),
});

const HoldView = z.object({ reason: z.string(), setBy: z.uuid(), setAt: Timestamp });

export const KeysView = z.object({
  rootKeyId: z.string(),
  rootKeySince: Timestamp.nullable().describe('Since when it is the root key; null when that was not noted'),
  evaluationKey: z.boolean().describe('The root key lies beside the data, in the file evaluation.key'),
  fips: z
    .enum(['off', 'restricted', 'validated'])
    .describe(
      'restricted: approved algorithms by an implementation without certificate; validated: by the FIPS provider of OpenSSL',
    ),
  erasureDelayDays: z.number().int(),
  methods: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['passphrase', 'keyFile', 'shares']),
      createdAt: Timestamp,
      algorithm: z.string().nullable(),
      setId: z.string().nullable(),
      threshold: z.number().int().nullable(),
      count: z.number().int().nullable(),
    }),
  ),
  spaces: z.array(
    z.object({
      spaceId: z.uuid(),
      isSystem: z.boolean(),
      state: z.enum(['active', 'erased']),
      keyId: z.string(),
      keyVersion: z.number().int(),
      createdAt: Timestamp,
      retired: z.number().int().describe('Earlier keys that still open what they sealed'),
      erasedAt: Timestamp.nullable(),
      hold: HoldView.nullable(),
      rotation: RotationView.nullable().describe('The newest replacement of the key'),
    }),
  ),
});

export const NewMethodRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passphrase'), passphrase: z.string().min(16).max(1024) }),
  z.object({ kind: z.literal('keyFile') }),
  z.object({
    kind: z.literal('shares'),
    threshold: z.number().int().min(2).max(255),
    count: z.number().int().min(2).max(255),
  }),
]);

export const NewMethodView = z.object({
  id: z.string(),
  keyFile: z.string().nullable().describe('Content of the key file; shown once and kept nowhere'),
  shares: z.array(z.string()).nullable().describe('One for each officer; shown once and kept nowhere'),
});

export const RotationRequest = z.discriminatedUnion('target', [
  z.object({ target: z.literal('root') }),
  z.object({ target: z.literal('system') }),
  z.object({ target: z.literal('space'), spaceId: z.uuid() }),
]);
export const RotationAnswer = z.object({
  id: z.uuid().nullable().describe('Null for the root key, which is replaced at once'),
});
export const RotationList = z.object({ items: z.array(RotationView) });

export const ErasureRequest = z.object({ spaceId: z.uuid(), reason: z.string().trim().min(1).max(2_000) });
export const ErasureView = z.object({
  id: z.uuid(),
  spaceId: z.uuid(),
  state: z.enum(['requested', 'approved', 'running', 'done', 'cancelled']),
  reason: z.string(),
  requestedBy: z.uuid(),
  requestedAt: Timestamp,
  approvedBy: z.uuid().nullable(),
  approvedAt: Timestamp.nullable(),
  notBefore: Timestamp.nullable(),
  cancelledBy: z.uuid().nullable(),
  finishedAt: Timestamp.nullable(),
});
export const ErasureList = z.object({ items: z.array(ErasureView) });
export const ErasureCreated = z.object({ id: z.uuid() });

export const CertificateView = z.object({
  certificate: z.object({
    format: z.literal('nexus-erasure-certificate 1'),
    id: z.uuid(),
    spaceId: z.uuid(),
    reason: z.string(),
    requestedBy: z.uuid(),
    requestedAt: Timestamp,
    approvedBy: z.uuid(),
    approvedAt: Timestamp,
    erasedAt: Timestamp,
    keys: z.array(z.string()),
    objectsRemoved: z.number().int(),
    proof: z.object({
      samples: z.number().int(),
      openedBefore: z.number().int().nullable(),
      openedAfter: z.number().int(),
    }),
    backups: z.array(
      z.object({ id: z.string(), takenAt: z.string(), expiresAt: z.string().nullable(), place: z.string() }),
    ),
  }),
  signature: z.object({ algorithm: z.literal('Ed25519'), publicKey: z.string(), value: z.string() }),
  text: z.string().describe('For people and for paper'),
});

export const HoldRequest = z.object({ reason: z.string().trim().min(1).max(2_000) });

export const SelfTestList = z.object({
  items: z.array(
    z.object({
      name: z.enum(['known_answers', 'wrong_key', 'tampering', 'plaintext_on_disk']),
      outcome: z.enum(['passed', 'failed']),
      detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      ranAt: Timestamp,
    }),
  ),
});

export const SpaceParams = z.object({ spaceId: z.uuid() });
export const MethodParams = z.object({ methodId: z.string().regex(/^[0-9a-f]{16}$/) });
export const ErasureParams = z.object({ erasureId: z.uuid() });
