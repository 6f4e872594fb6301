import { describe, expect, it } from 'vitest';
import { SealBrokenError } from './errors.ts';
import { generateKey, keyIdOf, unwrapKey, wrapKey } from './key-wrapping.ts';

describe('wrapped keys', () => {
  const rootKey = generateKey();
  const key = generateKey();

  it('open with the same root key for the same space only', () => {
    const wrapped = wrapKey(rootKey, 'space-1', key);
    expect(unwrapKey(rootKey, 'space-1', wrapped).equals(key)).toBe(true);
    expect(wrapped.includes(key)).toBe(false);
    expect(() => unwrapKey(rootKey, 'space-2', wrapped)).toThrow(/authentication/);
    expect(() => unwrapKey(generateKey(), 'space-1', wrapped)).toThrow(/unknown_key/);
  });

  it('detect every change and every cut', () => {
    const wrapped = wrapKey(rootKey, 'space-1', key);
    for (let at = 0; at < wrapped.length; at += 1) {
      const changed = Buffer.from(wrapped);
      changed[at]! ^= 1;
      expect(() => unwrapKey(rootKey, 'space-1', changed)).toThrow(SealBrokenError);
      expect(() => unwrapKey(rootKey, 'space-1', wrapped.subarray(0, at))).toThrow(SealBrokenError);
    }
  });

  it('refuse a root key of another length', () => {
    expect(() => wrapKey(Buffer.alloc(16), 'space-1', key)).toThrow(TypeError);
  });
});

describe('key ids', () => {
  it('are stable and differ between keys', () => {
    expect(keyIdOf(Buffer.alloc(32, 1))).toEqual(keyIdOf(Buffer.alloc(32, 1)));
    expect(keyIdOf(Buffer.alloc(32, 1))).not.toEqual(keyIdOf(Buffer.alloc(32, 2)));
    expect(keyIdOf(generateKey()).length).toBe(16);
  });
});
