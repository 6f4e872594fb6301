import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unsealedNodeFlag } from '@nexus/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canaries, neverKept } from './canaries.ts';
import { type Home, liveWithCanaries } from './canary-life.ts';
import { folded, type Hit, searchDisk } from './search-disk.ts';

// The same life twice, once with a sealer that seals nothing: what the search finds there is what sealing kept from the disk of the other.

let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'nexus-plaintext-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function lived(name: string, env?: Record<string, string>): Promise<Hit[]> {
  const of: Home = { written: join(home, name, 'written'), inbox: join(home, name, 'inbox') };
  await mkdir(of.inbox, { recursive: true });
  await liveWithCanaries(of, env);
  const hits = await searchDisk(of.written);
  await rm(join(home, name), { recursive: true, force: true });
  return hits;
}

describe('without sealing', () => {
  let hits: Hit[];
  beforeAll(async () => {
    hits = await lived('unsealed', { NODE_OPTIONS: unsealedNodeFlag });
  });

  test('the search finds every word that people left', () => {
    const found = new Set(hits.map(({ word }) => word));
    const missed = Object.values(canaries).filter((word) => ![...found].some((one) => one.startsWith(folded(word))));
    expect(missed).toEqual([]);
  });

  test.each(['data/postgres', 'pg_wal', 'data/blobs', 'uploads', 'backups'])('it looks into %s', (place) => {
    expect(hits.filter(({ file }) => file.includes(place)).length).toBeGreaterThan(0);
  });

  test('what is kept as a hash, or not at all, is nowhere even so', () => {
    const kept = hits.filter(({ word }) => Object.values(neverKept).some((never) => word.startsWith(never)));
    expect(kept).toEqual([]);
  });
});

test('no word of anybody is on the disk, in the log of the database, in temporary files, logs or backups', async () => {
  expect(await lived('sealed')).toEqual([]);
});
