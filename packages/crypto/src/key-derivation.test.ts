import { expect, it } from 'vitest';
import { rootPurposeKey } from './key-derivation.ts';
import { generateKey, wrapKey } from './key-wrapping.ts';

it('gives every purpose a key of its own that comes back, and is not the root key', () => {
  const root = generateKey();
  const purposes = ['backup', 'audit-signing', 'certificates', 'unseal', 'self-test'] as const;
  const keys = purposes.map((purpose) => rootPurposeKey(root, purpose).toString('hex'));
  expect(new Set([...keys, root.toString('hex')]).size).toBe(purposes.length + 1);
  expect(rootPurposeKey(root, 'backup').toString('hex')).toBe(keys[0]);
  expect(rootPurposeKey(generateKey(), 'backup').toString('hex')).not.toBe(keys[0]);
  expect(() => rootPurposeKey(root.subarray(1), 'backup')).toThrow(TypeError);
  expect(wrapKey(root, 's', generateKey()).includes(root)).toBe(false);
});
