import { sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { armour, readFileBytes } from '../container/armour.ts';
import { decodeFile, encodeDocument, maxFileLength, signedBytes } from '../container/container.ts';
import { type LicenceFault, LicenceFileError } from '../errors.ts';
import { newSigningKey } from '../keys/signing-key.ts';
import { licenceContent, makeIssuer, reportContent } from '../testing.ts';
import {
  claimsOf,
  openActivationRequest,
  openByDevice,
  openIssued,
  readIntermediate,
  signByDevice,
  signIssued,
} from './open-file.ts';

const issuer = makeIssuer();
const file = signIssued('licence', licenceContent(), issuer);
const device = newSigningKey();
const request = signByDevice(
  'activation-request',
  {
    issuedAt: '2026-11-02T10:00:00Z',
    licenceId: licenceContent().licenceId,
    serial: licenceContent().serial,
    product: 'nexus-vault',
    publicKey: device.bytes.toString('base64'),
    nonce: 'a'.repeat(64),
    machineName: 'archivo-1',
    fingerprint: { 'machine-id': ['b'.repeat(32)] },
  },
  device,
);
const report = signByDevice('usage-report', reportContent(), device);

function faultOf(run: () => unknown): LicenceFault | null {
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof LicenceFileError) return error.fault;
    throw error;
  }
}

/** Signs whatever is given: what an issuer with a fault, or with bad intent, could send. */
function signRaw(kind: 'licence' | 'revocations' | 'key', value: unknown, key = issuer.key): Buffer {
  const payload = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  return encodeDocument({ kind, payload, signature: sign(null, signedBytes(kind, payload), key.privateKey) });
}
const withChain = (document: Buffer, chain: Uint8Array = issuer.chain) => Buffer.concat([chain, document]);

describe('a file that is whole', () => {
  test('comes back as it was given, as bytes and as text', () => {
    const expected = { alg: 'Ed25519', kid: issuer.key.kid, ...licenceContent() };
    for (const given of [file, armour(file), Buffer.from(armour(file))]) {
      const { content, signedBy } = openIssued('licence', given, issuer.trust);
      expect(content).toEqual(expected);
      expect(signedBy.issuer).toBe('Red de ejemplo');
    }
    expect(openActivationRequest(request).content.machineName).toBe('archivo-1');
    expect(openByDevice('usage-report', report, device).content.counters).toEqual({ ai_query: 120 });
    expect(readIntermediate(issuer.chain, issuer.trust).kid).toBe(issuer.key.kid);
  });

  test('survives mail: quotation marks, carriage returns, indentation, words around it', () => {
    const text = armour(file);
    const mailed = `Estimada Ana:\r\n\r\n${text.replaceAll(/^/gm, '> ').replaceAll('\n', ' \r\n')}\r\nSaludos -----\r\n`;
    expect(readFileBytes(mailed)).toEqual(file);
    expect(readFileBytes(`\ufeff  ${text.replaceAll('\n', '\n\t')}`)).toEqual(file);
  });

  test('any licence that can be signed comes back the same', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .map((name) => name.replace(/[\p{C}\p{Z}]/gu, 'x'));
    const slug = fc.stringMatching(/^[a-z][a-z0-9]{0,10}(-[a-z0-9]{1,5}){0,2}$/);
    fc.assert(
      fc.property(
        text,
        fc.uniqueArray(slug, { maxLength: 20 }),
        fc.dictionary(slug, fc.nat()),
        fc.integer({ min: 1, max: 1000 }),
        (name, modules, limits, seats) => {
          const { customer } = licenceContent();
          const content = licenceContent({ customer: { ...customer, name }, modules, limits: { ...limits }, seats });
          const opened = openIssued('licence', armour(signIssued('licence', content, issuer)), issuer.trust);
          expect(opened.content).toEqual({ ...opened.content, ...content });
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a changed byte', () => {
  const opens = {
    licence: [file, (bytes: Buffer) => openIssued('licence', bytes, issuer.trust)],
    request: [request, openActivationRequest],
    report: [report, (bytes: Buffer) => openByDevice('usage-report', bytes, device)],
  } as const;

  test.each(Object.keys(opens) as (keyof typeof opens)[])('is refused at every place of a %s', (name) => {
    const [bytes, open] = opens[name];
    for (let at = 0; at < bytes.length; at++) {
      for (const flip of [1, 0x20, 0x80]) {
        const other = Buffer.from(bytes);
        other[at]! ^= flip;
        expect(
          faultOf(() => open(other)),
          `byte ${at} with ${flip}`,
        ).not.toBeNull();
      }
    }
  });

  test('is refused at every place of the text, or changes nothing', () => {
    const text = armour(file);
    for (let at = 0; at < text.length; at++) {
      for (const sign of ['A', 'b', '=', ' ', '-']) {
        if (text[at] === sign) continue;
        const other = text.slice(0, at) + sign + text.slice(at + 1);
        // A line may be broken elsewhere; what is in the lines may not be another.
        if (faultOf(() => openIssued('licence', other, issuer.trust)) === null)
          expect(readFileBytes(other), `sign ${at}`).toEqual(file);
      }
    }
  });

  test('cut anywhere, or with something added, it is refused', () => {
    for (let length = 0; length < file.length; length++)
      expect(
        faultOf(() => openIssued('licence', file.subarray(0, length), issuer.trust)),
        `${length}`,
      ).not.toBeNull();
    expect(faultOf(() => openIssued('licence', Buffer.concat([file, Buffer.from('x')]), issuer.trust))).toBe(
      'not_a_licence_file',
    );
    expect(faultOf(() => openIssued('licence', Buffer.concat([file, file]), issuer.trust))).toBe('not_a_licence_file');
    expect(faultOf(() => openIssued('licence', file.subarray(0, -1), issuer.trust))).toBe('truncated');
  });

  test('has a word of its own for the algorithm, also where somebody signed it', () => {
    const at = file.lastIndexOf('"alg":"Ed25519"') + '"alg":"'.length;
    const other = Buffer.from(file);
    other.write('Ed44819', at);
    expect(faultOf(() => openIssued('licence', other, issuer.trust))).toBe('changed_algorithm');
    const signed = signRaw('licence', { ...licenceContent(), alg: 'none', kid: issuer.key.kid });
    expect(faultOf(() => openIssued('licence', withChain(signed), issuer.trust))).toBe('changed_algorithm');
  });
});

describe('bytes of any kind', () => {
  const attempts = [
    (given: Uint8Array | string) => openIssued('licence', given, issuer.trust),
    (given: Uint8Array | string) => openActivationRequest(given),
    (given: Uint8Array | string) => openByDevice('usage-report', given, device),
    (given: Uint8Array | string) => claimsOf('deactivation-receipt', given),
  ];
  const isRefusedOnly = (given: Uint8Array | string) => {
    for (const attempt of attempts) expect(faultOf(() => attempt(given))).not.toBeNull();
  };

  test('are refused and never crash anything', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), isRefusedOnly), { numRuns: 500 });
    fc.assert(fc.property(fc.string({ maxLength: 400 }), isRefusedOnly), { numRuns: 300 });
  });

  test('also behind a right beginning, and as payload that the issuer signed', () => {
    const head = file.subarray(0, 13);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (rest) => isRefusedOnly(Buffer.concat([head, rest]))),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (payload) => {
        const fault = faultOf(() => openIssued('licence', withChain(signRaw('licence', payload)), issuer.trust));
        expect(fault).toBe('malformed');
      }),
      { numRuns: 300 },
    );
  });

  test('larger than a file may be, or nested without end, are refused at once', () => {
    expect(faultOf(() => decodeFile(Buffer.alloc(maxFileLength + 1)))).toBe('too_large');
    expect(faultOf(() => readFileBytes('x'.repeat(maxFileLength * 2 + 1)))).toBe('too_large');
    const deep = signRaw('licence', `${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(faultOf(() => openIssued('licence', withChain(deep), issuer.trust))).toBe('malformed');
    const long = Buffer.from(file.subarray(0, 13));
    long.writeUInt32BE(0xffff_ffff, 9);
    expect(faultOf(() => decodeFile(long))).toBe('too_large');
  });

  test('of a later format are told as that', () => {
    const later = Buffer.from(file);
    later[7] = 2;
    expect(faultOf(() => decodeFile(later))).toBe('newer_format');
  });

  test('with fields that the schema does not know, or that contradict the kind, are refused', () => {
    const head = { alg: 'Ed25519', kid: issuer.key.kid };
    const bad = [
      { ...licenceContent(), extra: 1 },
      { ...licenceContent({ kind: 'perpetual' }) },
      { ...licenceContent({ kind: 'annual', expires: null }) },
      { ...licenceContent({ kind: 'hybrid', expires: null, maintenanceUntil: null }) },
      { ...licenceContent({ kind: 'consumption', meteredUnits: [] }) },
      { ...licenceContent({ expires: '2026-10-01T00:00:00Z' }) },
      { ...licenceContent({ seats: 1.5 }) },
      { ...licenceContent({ customer: { id: licenceContent().customer.id, name: 'a\u202Eb' } }) },
      { ...licenceContent({ notBefore: '2026-11-01' }) },
    ];
    for (const content of bad)
      expect(
        faultOf(() => openIssued('licence', withChain(signRaw('licence', { ...head, ...content })), issuer.trust)),
      ).toBe('malformed');
    expect(() => signIssued('licence', licenceContent({ kind: 'perpetual' }), issuer)).toThrow(LicenceFileError);
  });
});

describe('keys', () => {
  test('of another root are not known', () => {
    const other = makeIssuer();
    expect(faultOf(() => openIssued('licence', file, other.trust))).toBe('unknown_key');
    expect(faultOf(() => openIssued('licence', file, { roots: [] }))).toBe('unknown_key');
    // A right key in front of what another key signed.
    const forged = signIssued('licence', licenceContent(), { key: other.key, chain: issuer.chain });
    expect(faultOf(() => openIssued('licence', forged, issuer.trust))).toBe('unknown_key');
    expect(faultOf(() => openIssued('licence', file.subarray(issuer.chain.length), issuer.trust))).toBe('unknown_key');
  });

  test('an intermediate vouches for no other intermediate', () => {
    const forged = makeIssuer({ root: issuer.key });
    const bytes = signIssued('licence', licenceContent(), forged);
    expect(faultOf(() => openIssued('licence', bytes, issuer.trust))).toBe('unknown_key');
  });

  test('sign what they are for, while they hold', () => {
    const open = (made: ReturnType<typeof makeIssuer>, issuedAt = '2026-11-01T08:00:00Z') =>
      faultOf(() => openIssued('licence', signIssued('licence', licenceContent({ issuedAt }), made), made.trust));
    expect(open(makeIssuer({ purposes: ['revocations'] }))).toBe('wrong_purpose');
    expect(open(makeIssuer({ notAfter: '2026-10-31T00:00:00Z' }))).toBe('key_expired');
    expect(open(makeIssuer({ notBefore: '2026-11-02T00:00:00Z' }))).toBe('key_not_yet_valid');
    expect(open(makeIssuer({ notAfter: '2026-11-01T08:00:00Z' }))).toBeNull();
  });

  test('that were revoked sign nothing more; what they signed before stays', () => {
    const revokedKeys = (since: string) => ({ ...issuer.trust, revokedKeys: [{ kid: issuer.key.kid, since }] });
    expect(faultOf(() => openIssued('licence', file, revokedKeys('2026-10-01T00:00:00Z')))).toBe('key_revoked');
    expect(faultOf(() => openIssued('licence', file, revokedKeys('2026-11-02T00:00:00Z')))).toBeNull();
  });

  test('a signature for one kind is none for another', () => {
    const [chain, document] = decodeFile(file);
    const turned = Buffer.concat([encodeDocument(chain!), encodeDocument({ ...document!, kind: 'revocations' })]);
    expect(faultOf(() => openIssued('revocations', turned, issuer.trust))).toBe('changed');
    expect(faultOf(() => openIssued('revocations', file, issuer.trust))).toBe('wrong_kind');
    expect(faultOf(() => openIssued('licence', issuer.chain, issuer.trust))).toBe('wrong_kind');
  });

  test('of another machine do not sign for this one', () => {
    expect(faultOf(() => openByDevice('usage-report', report, newSigningKey()))).toBe('other_device');
    expect(claimsOf('usage-report', report).activationId).toBe(reportContent().activationId);
  });
});
