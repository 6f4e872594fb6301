import type { Unsigned } from './documents/documents.ts';
import { type KeyPurpose, keyPurposes } from './documents/key.ts';
import { signIntermediate } from './documents/open-file.ts';
import { newSigningKey, type SigningKey } from './keys/signing-key.ts';
import type { Trust } from './keys/trust.ts';

/** An issuer for tests: a root, and one intermediate that it vouches for. */
export type MadeIssuer = { root: SigningKey; trust: Trust; key: SigningKey; chain: Buffer };

export function makeIssuer({
  purposes = [...keyPurposes],
  notBefore = '2026-01-01T00:00:00Z',
  notAfter = '2028-01-01T00:00:00Z',
  root = newSigningKey(),
}: {
  purposes?: KeyPurpose[];
  notBefore?: string;
  notAfter?: string;
  root?: SigningKey;
} = {}): MadeIssuer {
  const key = newSigningKey();
  const chain = signIntermediate(
    {
      issuedAt: notBefore,
      publicKey: key.bytes.toString('base64'),
      issuer: 'Red de ejemplo',
      purposes,
      notBefore,
      notAfter,
    },
    root,
  );
  return { root, trust: { roots: [root] }, key, chain };
}

export function licenceContent(change: Partial<Unsigned<'licence'>> = {}): Unsigned<'licence'> {
  return {
    issuedAt: '2026-11-01T08:00:00Z',
    serial: '019a4000-0000-7000-8000-000000000001',
    seq: 1,
    licenceId: '019a4000-0000-7000-8000-000000000002',
    customer: { id: '019a4000-0000-7000-8000-000000000003', name: 'Hospital Central de Ejemplo' },
    product: 'nexus-vault',
    kind: 'annual',
    modules: ['answers', 'health'],
    seats: 2,
    limits: { users: 200 },
    meteredUnits: ['ai_query'],
    notBefore: '2026-11-01T00:00:00Z',
    expires: '2027-11-01T00:00:00Z',
    warnDays: 30,
    graceDays: 15,
    maintenanceUntil: null,
    maxReleaseDate: null,
    machine: { salt: 'AAAAAAAAAAAAAAAAAAAAAA==', need: 3, activateWithinDays: 30 },
    policyVersion: 1,
    ...change,
  };
}

export function reportContent(change: Partial<Unsigned<'usage-report'>> = {}): Unsigned<'usage-report'> {
  return {
    issuedAt: '2026-12-01T00:00:00Z',
    activationId: '019a4000-0000-7000-8000-000000000011',
    licenceId: '019a4000-0000-7000-8000-000000000002',
    product: 'nexus-vault',
    version: '0.1.0',
    period: '2026-11',
    isMonthClosed: true,
    epoch: '019a4000-0000-7000-8000-000000000021',
    epochNumber: 1,
    epochReason: 'activated',
    seq: 1,
    previous: null,
    counters: { ai_query: 120 },
    clock: '2026-12-01T00:00:00Z',
    highWater: '2026-12-01T00:00:00Z',
    ...change,
  };
}
