import { expect, it } from 'vitest';
import { copyLog, type MadeLog, makeLog } from '../testing/made-log.ts';
import { encodeBundle } from '../tiles/entry-bundle.ts';
import { emptyEdge, extendTiles } from '../tiles/extend-tiles.ts';
import { leafHash } from '../tree/hashing.ts';
import { locateFaults } from './locate-faults.ts';
import type { LogFault } from './log-source.ts';
import { walkLog } from './walk-log.ts';

const size = 66_000;
const whole = makeLog(size);
const small = makeLog(300);
const other = Buffer.from('something else');

const spoils: [string, (log: MadeLog) => void, LogFault[]][] = [
  [
    'an edited entry',
    (log) => log.replaceEntries(log.entries.with(700, other)),
    [{ kind: 'entry_changed', place: 700 }],
  ],
  [
    'two edited entries far apart',
    (log) => log.replaceEntries(log.entries.with(3, other).with(65_999, other)),
    [
      { kind: 'entry_changed', place: 3 },
      { kind: 'entry_changed', place: 65_999 },
    ],
  ],
  [
    'a removed entry',
    (log) => log.replaceEntries(log.entries.toSpliced(700, 1)),
    [{ kind: 'entry_removed', place: 700 }],
  ],
  [
    'an inserted entry',
    (log) => log.replaceEntries(log.entries.toSpliced(700, 0, other)),
    [{ kind: 'entry_inserted', place: 700 }],
  ],
  [
    'two entries that changed places',
    (log) => log.replaceEntries(log.entries.with(700, log.entries[701]!).with(701, log.entries[700]!)),
    [{ kind: 'entry_moved', place: 701, foundAt: 700 }],
  ],
  [
    'an entry that was moved far',
    (log) => log.replaceEntries(log.entries.toSpliced(700, 1).toSpliced(9_000, 0, log.entries[700]!)),
    [{ kind: 'entry_moved', place: 700, foundAt: 9_000 }],
  ],
  [
    'a cut end',
    (log) => log.replaceEntries(log.entries.slice(0, -5)),
    [{ kind: 'entries_cut', place: size - 5, count: 5 }],
  ],
  [
    'entries after the end',
    (log) => log.replaceEntries([...log.entries, other]),
    [{ kind: 'entries_added', place: size, count: 1 }],
  ],
  ['a missing bundle', (log) => log.bundles.delete(4), [{ kind: 'bundle_missing', index: 4, place: 1_024 }]],
  [
    'a bundle that breaks off',
    (log) => log.bundles.set(4, log.bundles.get(4)!.subarray(0, -1)),
    [{ kind: 'bundle_malformed', index: 4, place: 1_024, detail: 'bundle of entries: ends within entry 255' }],
  ],
  ['a missing tile', (log) => log.tiles.delete('0/9'), [{ kind: 'tile_missing', level: 0, index: 9 }]],
  [
    'a wrong hash of level 0',
    (log) => flip(log, '0/9', 17),
    [{ kind: 'tile_changed', level: 0, index: 9, positions: [17] }],
  ],
  [
    'a wrong hash of level 1',
    (log) => flip(log, '1/0', 200),
    [{ kind: 'tile_changed', level: 1, index: 0, positions: [200] }],
  ],
  [
    'a wrong hash of the top',
    (log) => flip(log, '2/0', 0),
    [{ kind: 'tile_changed', level: 2, index: 0, positions: [0] }],
  ],
  [
    'an edited entry and a wrong hash elsewhere',
    (log) => {
      log.replaceEntries(log.entries.with(700, other));
      flip(log, '0/9', 17);
    },
    // Neither entries nor level 0 lead to the root; level 1 does.
    [
      { kind: 'tile_changed', level: 0, index: 9, positions: [17] },
      { kind: 'entry_changed', place: 700 },
    ],
  ],
  [
    'an edited entry with its hash, the tiles above left',
    (log) => {
      log.replaceEntries(log.entries.with(700, other));
      leafHash(other).copy(log.tiles.get('0/2')!, (700 - 512) * 32);
    },
    [
      { kind: 'tile_changed', level: 0, index: 2, positions: [] },
      { kind: 'stretch_unproven', from: 512, to: 768 },
    ],
  ],
  [
    'another log altogether',
    (log) => {
      const forged = log.entries.with(700, other);
      log.replaceEntries(forged);
      const { tiles } = extendTiles(emptyEdge, Buffer.concat(forged.map(leafHash)));
      for (const { level, index, hashes } of tiles) log.tiles.set(`${level}/${index}`, Buffer.from(hashes));
    },
    [{ kind: 'root_differs', size }],
  ],
];

it.each(spoils)('finds %s', async (_, spoil, faults) => {
  const log = copyLog(whole);
  spoil(log);
  const walk = await walkLog({ source: log, size });
  const isFine = walk.isWhole && walk.root!.equals(log.root) && log.bundles.size <= Math.ceil(size / 256);
  const added = faults.some(({ kind }) => kind === 'entries_added');
  expect(isFine && !added).toBe(false);
  expect(await locateFaults({ source: log, size, root: log.root })).toEqual(faults);
});

it('finds nothing wrong with a log that is whole, nor with one of which the beginning was retired', async () => {
  const log = copyLog(whole);
  expect(await locateFaults({ source: log, size, root: log.root })).toEqual([]);
  for (let index = 0; index < 100; index += 1) log.bundles.delete(index);
  const firstEntry = 25_600;
  expect(await walkLog({ source: log, size, firstEntry })).toMatchObject({ isWhole: true, root: log.root });
  expect(await locateFaults({ source: log, size, firstEntry, root: log.root })).toEqual([]);
  expect((await walkLog({ source: log, size })).isWhole).toBe(false);
});

it('tells changed and missing entries of a small log by their places', async () => {
  for (let place = 0; place < 300; place += place < 250 ? 25 : 1) {
    const log = copyLog(small);
    log.replaceEntries(log.entries.with(place, other));
    expect(await locateFaults({ source: log, size: 300, root: log.root })).toEqual([{ kind: 'entry_changed', place }]);
    log.replaceEntries(log.entries.toSpliced(place, 1));
    const removed = await locateFaults({ source: log, size: 300, root: log.root });
    expect(removed).toEqual([
      place === 299 ? { kind: 'entries_cut', place, count: 1 } : { kind: 'entry_removed', place },
    ]);
  }
});

it('keeps bundles apart when the entries of one are in another: lengths may differ', async () => {
  const log = makeLog(600);
  log.bundles.set(0, encodeBundle(log.entries.slice(0, 255)));
  log.bundles.set(1, encodeBundle(log.entries.slice(256, 512)));
  expect(await locateFaults({ source: log, size: 600, root: log.root })).toEqual([
    { kind: 'entry_removed', place: 255 },
  ]);
});

function flip(log: MadeLog, tile: string, position: number): void {
  log.tiles.get(tile)![position * 32 + 5]! ^= 4;
}
