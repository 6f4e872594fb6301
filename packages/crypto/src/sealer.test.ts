import { createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SealContext } from './contract.ts';
import { sealOverhead } from './envelope.ts';
import { SealBrokenError } from './errors.ts';
import { encodeFields } from './key-derivation.ts';
import { generateKey, keyIdOf } from './key-wrapping.ts';
import { createSealer, shareSealer } from './sealer.ts';

const spaceId = '01890a5d-ac96-774b-bcce-b302099a8057';
const otherSpaceId = '01890a5d-ac96-774b-bcce-b302099a8058';
const spaceKey = Buffer.alloc(32, 7);
const sealer = createSealer({ spaceId, spaceKey, keyId: keyIdOf(spaceKey) });
const context: SealContext = { kind: 'documents.title', objectId: 'a', version: 3 };

describe('seal and open', () => {
  it('gives back any bytes under any context', () => {
    const contexts = fc.record({ kind: fc.string(), objectId: fc.string(), version: fc.nat() });
    fc.assert(
      fc.property(contexts, fc.uint8Array({ maxLength: 2000 }), (where, plaintext) => {
        const sealed = sealer.seal(where, plaintext);
        expect(sealed.length).toBe(plaintext.length + sealOverhead);
        expect(sealer.open(where, sealed).equals(plaintext)).toBe(true);
      }),
    );
  });

  it.each([0, 1, 2 ** 20 - 1, 2 ** 20, 2 ** 20 + 1, 3 * 2 ** 20 + 7])('gives back %i bytes', (length) => {
    const plaintext = Buffer.alloc(length, 'cláusula ');
    const sealed = sealer.seal(context, plaintext);
    expect(sealed.length).toBe(length + sealOverhead);
    expect(sealer.open(context, sealed).equals(plaintext)).toBe(true);
  });

  it('gives back texts and JSON', () => {
    expect(sealer.openText(context, sealer.sealText(context, 'Cláusula 14.ª — plazo: 3 años 🏛'))).toBe(
      'Cláusula 14.ª — plazo: 3 años 🏛',
    );
    const value = { a: [1, null, 'ñ'], b: { c: true } };
    expect(sealer.openJson(context, sealer.sealJson(context, value))).toEqual(value);
    expect(() => sealer.sealJson(context, undefined)).toThrow(TypeError);
  });

  it('never gives the same bytes twice, nor shows the plaintext', () => {
    const plaintext = Buffer.from('contrato secreto');
    const all = Array.from({ length: 1000 }, () => sealer.seal(context, plaintext));
    expect(new Set(all.map((sealed) => sealed.toString('hex'))).size).toBe(1000);
    expect(new Set(all.map((sealed) => sealed.toString('hex', 20, 32))).size).toBe(1000);
    expect(all.some((sealed) => sealed.includes(plaintext))).toBe(false);
  });

  it('detects every change of a single byte, wherever it is', () => {
    const sealed = sealer.seal(context, Buffer.from('El plazo de entrega es de 30 días.'));
    for (let at = 0; at < sealed.length; at += 1) {
      for (const mask of [0x01, 0x80, 0xff]) {
        const changed = Buffer.from(sealed);
        changed[at]! ^= mask;
        expect(() => sealer.open(context, changed), `byte ${at}`).toThrow(SealBrokenError);
      }
    }
  });

  it('detects every cut and every addition', () => {
    const sealed = sealer.seal(context, Buffer.from('importe: 12.000 EUR'));
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => sealer.open(context, sealed.subarray(0, length))).toThrow(SealBrokenError);
      expect(() => sealer.open(context, sealed.subarray(sealed.length - length))).toThrow(SealBrokenError);
    }
    expect(() => sealer.open(context, Buffer.concat([sealed, Buffer.of(0)]))).toThrow(SealBrokenError);
  });

  it('opens nowhere but in its own place', () => {
    const sealed = sealer.seal(context, Buffer.from('x'));
    const elsewhere: SealContext[] = [
      { ...context, kind: 'documents.author' },
      { ...context, objectId: 'b' },
      { ...context, version: 4 },
      { ...context, purpose: 'cache' },
      { ...context, purpose: 'segment' },
      // The same letters, shared out differently between the fields.
      { ...context, kind: 'documents.titlea', objectId: '' },
      { ...context, kind: 'documents.titl', objectId: 'ea' },
    ];
    for (const place of elsewhere) expect(() => sealer.open(place, sealed)).toThrow(SealBrokenError);
    const other = createSealer({ spaceId: otherSpaceId, spaceKey, keyId: keyIdOf(spaceKey) });
    expect(() => other.open(context, sealed)).toThrow(SealBrokenError);
  });

  it('takes a missing version for 1, and refuses one that is not a whole number', () => {
    const sealed = sealer.seal({ kind: 'k', objectId: 'o' }, Buffer.from('x'));
    expect(sealer.open({ kind: 'k', objectId: 'o', version: 1 }, sealed).toString()).toBe('x');
    for (const version of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => sealer.seal({ kind: 'k', objectId: 'o', version }, Buffer.of())).toThrow(TypeError);
    }
  });

  it('opens what a retired key sealed, and seals only with the current one', () => {
    const nextKey = generateKey();
    const next = createSealer({
      spaceId,
      spaceKey: nextKey,
      keyId: keyIdOf(nextKey),
      retiredKeys: [{ spaceKey, keyId: keyIdOf(spaceKey) }],
    });
    expect(next.open(context, sealer.seal(context, Buffer.from('old'))).toString()).toBe('old');
    expect(() => sealer.open(context, next.seal(context, Buffer.from('new')))).toThrow(/unknown_key/);
  });
});

describe('the format', () => {
  it('is the one of the README, read by hand here', () => {
    const sealed = sealer.sealText(context, 'plazo');
    expect(sealed.toString('latin1', 0, 4)).toBe('NXS\x01');
    expect(sealed.subarray(4, 20).equals(keyIdOf(spaceKey))).toBe(true);
    const associated = encodeFields(['nexus/seal/1', 'content', context.kind, context.objectId, spaceId, '3']);
    const contentKey = hkdfSync('sha256', spaceKey, '', encodeFields(['nexus/key/1', 'content', spaceId]), 32);
    const objectKey = createHmac('sha256', Buffer.from(contentKey)).update(associated).update(Buffer.of(1)).digest();
    const decipher = createDecipheriv('aes-256-gcm', objectKey, sealed.subarray(20, 32));
    decipher.setAAD(Buffer.concat([sealed.subarray(0, 20), associated])).setAuthTag(sealed.subarray(-16));
    expect(decipher.update(sealed.subarray(32, -16), undefined, 'utf8') + decipher.final('utf8')).toBe('plazo');
  });

  it('still opens an object that the first version sealed', () => {
    const sealed = Buffer.from(
      '4e585301df14c3cc9de95507c7523c8a7e61ff97a7a75b62dea76a9870d6bc486b0160e750c1f0deff0ec272cccc73514c8de2e52d58ce41accfe96503f52387',
      'hex',
    );
    expect(sealer.openText(context, sealed)).toBe('Contrato 2024/17');
  });

  it('encodes different field lists differently', () => {
    const lists = fc.array(fc.string({ maxLength: 3 }), { maxLength: 4 });
    fc.assert(
      fc.property(lists, lists, (a, b) => {
        expect(encodeFields(a).equals(encodeFields(b))).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });
});

describe('fingerprints and blind terms', () => {
  it('are stable, keyed by space, and distinct by kind', () => {
    const other = createSealer({ spaceId: otherSpaceId, spaceKey, keyId: keyIdOf(spaceKey) });
    expect(sealer.fingerprint('mail', 'a@example.org')).toEqual(sealer.fingerprint('mail', 'a@example.org'));
    expect(sealer.fingerprint('mail', 'a')).not.toEqual(sealer.fingerprint('name', 'a'));
    expect(sealer.fingerprint('mail', 'a')).not.toEqual(other.fingerprint('mail', 'a'));
    expect(sealer.blindTerm('plazo')).not.toBe(other.blindTerm('plazo'));
    expect(sealer.blindTerm('plazo')).not.toBe(sealer.blindTerm('plazos'));
  });

  it('do not change when kinds overflow the cache', () => {
    const before = sealer.fingerprint('late', 'x');
    const fresh = createSealer({ spaceId, spaceKey, keyId: keyIdOf(spaceKey) });
    for (let i = 0; i < 200; i += 1) fresh.fingerprint(`kind ${i}`, 'x');
    expect(fresh.fingerprint('late', 'x')).toEqual(before);
  });

  it('give the same in one piece and in many', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array()), (pieces) => {
        const running = sealer.fingerprintStream('blob');
        for (const piece of pieces) running.update(piece);
        expect(running.digest()).toEqual(sealer.fingerprint('blob', Buffer.concat(pieces)));
      }),
    );
  });

  it('blinds a term to the first 64 bits of HMAC-SHA256 under the index-term key', () => {
    const key = hkdfSync('sha256', spaceKey, '', encodeFields(['nexus/key/1', 'index-term', spaceId]), 32);
    const expected = createHmac('sha256', Buffer.from(key)).update('término').digest('hex').slice(0, 16);
    expect(sealer.blindTerm('término')).toBe(BigInt(`0x${expected}`));
  });
});

describe('a sealer in another thread', () => {
  const theirs = `
    import { parentPort } from 'node:worker_threads';
    import { joinSealer } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
    parentPort.once('message', ({ shared, context, sealed }) => {
      const sealer = joinSealer(shared);
      const text = sealer.openText(context, sealed);
      parentPort.postMessage({ text, sealed: sealer.sealText(context, text), term: sealer.blindTerm('agua') });
    });`;

  it('opens what this one sealed, seals what this one opens, blinds alike', async () => {
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(theirs)}`));
    try {
      worker.postMessage({ shared: shareSealer(sealer), context, sealed: sealer.sealText(context, 'Cláusula 14.ª') });
      const [reply] = await once(worker, 'message');
      expect(reply).toMatchObject({ text: 'Cláusula 14.ª', term: sealer.blindTerm('agua') });
      expect(sealer.openText(context, reply.sealed)).toBe('Cláusula 14.ª');
    } finally {
      await worker.terminate();
    }
  });

  it('is not made of something that only looks like a sealer', () => {
    expect(() => shareSealer({ ...sealer })).toThrow(TypeError);
  });
});
