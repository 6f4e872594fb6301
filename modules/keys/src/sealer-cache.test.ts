import { createSealer, generateKey } from '@nexus/crypto';
import { expect, it } from 'vitest';
import { createSealerCache } from './sealer-cache.ts';

const sealer = (spaceId: string) => createSealer({ spaceId, spaceKey: generateKey(), keyId: Buffer.alloc(16) });

it('drops the one that was not used for longest', () => {
  const cache = createSealerCache(2);
  cache.put(sealer('a'));
  cache.put(sealer('b'));
  expect(cache.find('a')?.spaceId).toBe('a');
  cache.put(sealer('c'));
  expect(cache.find('b')).toBeNull();
  expect(cache.find('a')?.spaceId).toBe('a');
  expect(cache.size).toBe(2);
});

it('replaces and removes', () => {
  const cache = createSealerCache(2);
  const [first, second] = [sealer('a'), sealer('a')];
  cache.put(first);
  cache.put(second);
  expect(cache.size).toBe(1);
  expect(cache.find('a')).toBe(second);
  cache.remove('a');
  expect(cache.find('a')).toBeNull();
});
