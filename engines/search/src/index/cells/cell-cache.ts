import type { CellId, CellVersion, SegmentStore, TermBlinder } from '../../contract.ts';
import { StaleManifestError } from '../errors.ts';
import { type CellView, loadCellView } from './cell-view.ts';
import { openWords, type WordLists } from './word-lists.ts';

export type CellCache = {
  /** Views in the order of the request, each at the asked version or newer. Loads what is missing, a cell once however many ask. */
  views(cells: readonly CellVersion[]): Promise<CellView[]>;
  /** Front-coded words of a cell's segments. */
  words(view: CellView): Promise<WordLists>;
  forget(cell: CellId): void;
  memory(): { bytes: number; segments: number; cells: number };
};

export type CellCacheOptions = {
  store: Pick<SegmentStore, 'readManifest' | 'readSegment'>;
  blinderFor(cell: CellId): TermBlinder | Promise<TermBlinder>;
  maxBytes: number;
};

/** Cells read at a time when many are cold: enough for a store that answers several requests at once, few enough open files. */
const parallelLoads = 64;

/**
 * Least recently used cells go first when `maxBytes` is passed. A request keeps what it is using, so that one which needs more than the cache
 * holds still works, slowly.
 */
export function createCellCache({ store, blinderFor, maxBytes }: CellCacheOptions): CellCache {
  type Entry = { view: CellView; words: WordLists | null };
  /** In the order of use: a hit moves to the end. */
  const entries = new Map<CellId, Entry>();
  const loading = new Map<CellId, Promise<CellView>>();
  let bytes = 0;

  const bytesOf = ({ view, words }: Entry) => view.bytes + (words?.bytes ?? 0);

  function drop(cell: CellId): void {
    const entry = entries.get(cell);
    if (entry === undefined) return;
    bytes -= bytesOf(entry);
    entries.delete(cell);
  }

  function keep(cell: CellId, entry: Entry): void {
    drop(cell);
    entries.set(cell, entry);
    bytes += bytesOf(entry);
    for (const oldest of entries.keys()) {
      if (bytes <= maxBytes || oldest === cell) break;
      drop(oldest);
    }
  }

  async function load(cell: CellId, version: number): Promise<CellView> {
    const before = entries.get(cell)?.view ?? null;
    const blinder = before?.blinder ?? (await blinderFor(cell));
    const view = await loadCellView(store, cell, blinder, before).catch(async (cause: unknown) => {
      // A merge may have swept a segment between the two reads; the manifest read next names its successor.
      const again = await store.readManifest(cell);
      if (again === null || again.version === (before?.version ?? -1)) throw cause;
      return loadCellView(store, cell, blinder, before);
    });
    if (view.version < version) {
      throw new StaleManifestError(`cell is at version ${view.version} in the store, ${version} was asked for`);
    }
    if (loading.has(cell)) keep(cell, { view, words: null });
    return view;
  }

  async function view({ cell, version }: CellVersion): Promise<CellView> {
    const entry = entries.get(cell);
    if (entry !== undefined && entry.view.version >= version) {
      entries.delete(cell);
      entries.set(cell, entry);
      return entry.view;
    }
    const running = loading.get(cell);
    if (running !== undefined) {
      const loaded = await running;
      return loaded.version >= version ? loaded : view({ cell, version });
    }
    const started = load(cell, version).finally(() => {
      if (loading.get(cell) === started) loading.delete(cell);
    });
    loading.set(cell, started);
    return started;
  }

  return {
    async views(cells) {
      const versions = new Map<CellId, number>();
      for (const { cell, version } of cells) versions.set(cell, Math.max(version, versions.get(cell) ?? 0));
      const asked = [...versions].map(([cell, version]) => ({ cell, version }));
      const views: CellView[] = new Array(asked.length);
      const cold: number[] = [];
      asked.forEach(({ cell, version }, i) => {
        const entry = entries.get(cell);
        if (entry !== undefined && entry.view.version >= version) {
          entries.delete(cell);
          entries.set(cell, entry);
          views[i] = entry.view;
        } else {
          cold.push(i);
        }
      });
      let next = 0;
      const lane = async () => {
        for (let i = cold[next++]; i !== undefined; i = cold[next++]) views[i] = await view(asked[i]!);
      };
      if (cold.length > 0) await Promise.all(Array.from({ length: Math.min(parallelLoads, cold.length) }, lane));
      return views;
    },
    async words(view) {
      const entry = entries.get(view.cell);
      if (entry?.view === view && entry.words !== null) return entry.words;
      const words = await openWords(store, view);
      if (entries.get(view.cell)?.view === view) keep(view.cell, { view, words });
      return words;
    },
    forget(cell) {
      loading.delete(cell);
      drop(cell);
    },
    memory() {
      let segments = 0;
      for (const { view } of entries.values()) segments += view.segments.length;
      return { bytes, segments, cells: entries.size };
    },
  };
}
