import type { z } from 'zod';
import type { DocumentKind } from '../container/document-kinds.ts';
import { refuse } from '../errors.ts';
import { algorithm } from '../keys/signing-key.ts';
import { ActivationRequest, ActivationResponse, DeactivationReceipt } from './activation.ts';
import { KeyDocument } from './key.ts';
import { LicenceDocument } from './licence.ts';
import { RevocationsDocument } from './revocations.ts';
import { UsageReport } from './usage-report.ts';

export type Documents = {
  key: KeyDocument;
  licence: LicenceDocument;
  revocations: RevocationsDocument;
  'activation-request': ActivationRequest;
  'activation-response': ActivationResponse;
  'deactivation-receipt': DeactivationReceipt;
  'usage-report': UsageReport;
};

const schemas: { [Kind in DocumentKind]: z.ZodType<Documents[Kind]> } = {
  key: KeyDocument,
  licence: LicenceDocument,
  revocations: RevocationsDocument,
  'activation-request': ActivationRequest,
  'activation-response': ActivationResponse,
  'deactivation-receipt': DeactivationReceipt,
  'usage-report': UsageReport,
};

/** What a signer adds by itself. */
export type Unsigned<Kind extends DocumentKind> = Omit<Documents[Kind], 'alg' | 'kid'>;

/** @throws LicenceFileError `malformed`, also for something that nobody could read again */
export function encodePayload<Kind extends DocumentKind>(kind: Kind, content: Unsigned<Kind>, kid: string): Buffer {
  const payload = Buffer.from(JSON.stringify({ alg: algorithm, kid, ...content }));
  decodePayload(kind, payload);
  return payload;
}

/** @throws LicenceFileError `malformed`, `changed_algorithm` */
export function decodePayload<Kind extends DocumentKind>(kind: Kind, payload: Uint8Array): Documents[Kind] {
  const value = parseJson(payload);
  if (saysOtherAlgorithm(value)) refuse('changed_algorithm', kind);
  const { data, error } = schemas[kind].safeParse(value);
  if (error)
    refuse('malformed', `${kind}: ${error.issues[0]?.path.join('.') ?? ''} ${error.issues[0]?.message ?? ''}`.trim());
  return data as Documents[Kind];
}

/** Of bytes that no known key has signed: believed for nothing but a better word about why they are refused. */
export function peekHead(payload: Uint8Array): { isOtherAlgorithm: boolean; kid: string | null } {
  try {
    const value = parseJson(payload) as { kid?: unknown } | null;
    const kid = typeof value?.kid === 'string' && /^[0-9a-f]{32}$/.test(value.kid) ? value.kid : null;
    return { isOtherAlgorithm: saysOtherAlgorithm(value), kid };
  } catch {
    return { isOtherAlgorithm: false, kid: null };
  }
}

function saysOtherAlgorithm(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'alg' in value &&
    typeof value.alg === 'string' &&
    value.alg !== algorithm
  );
}

function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload));
  } catch (cause) {
    return refuse('malformed', 'not JSON', { cause });
  }
}
