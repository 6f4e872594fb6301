import type { SearchFilters } from '../../contract.ts';
import { idBytes, languages } from '../segment/document-table.ts';
import { noDay, type Segment } from '../segment/segment.ts';
import { type BitSet, createBitSet, setRange } from './bit-set.ts';
import type { SegmentView } from './segment-view.ts';

/** Filters with their ids parsed once per request. */
export type DocumentFilter = {
  kinds: ReadonlySet<string> | null;
  languages: ReadonlySet<number> | null;
  folders: ReadonlySet<string> | null;
  fromDay: number;
  toDay: number;
};

/** Null when nothing is filtered. Throws TypeError when a folder id is not a UUID. */
export function documentFilter(filters: SearchFilters | undefined): DocumentFilter | null {
  if (filters === undefined) return null;
  const some = <T>(list: readonly T[] | undefined) => (list !== undefined && list.length > 0 ? list : null);
  const kinds = some(filters.kinds);
  const wanted = some(filters.languages);
  const folders = some(filters.folderIds);
  const { fromDay, toDay } = filters;
  if (kinds === null && wanted === null && folders === null && fromDay === undefined && toDay === undefined)
    return null;
  return {
    kinds: kinds && new Set(kinds),
    languages: wanted && new Set(wanted.map((language) => languages.indexOf(language))),
    folders: folders && new Set(folders.map((id) => idBytes(id).toHex())),
    fromDay: fromDay ?? Number.NEGATIVE_INFINITY,
    toDay: toDay ?? Number.POSITIVE_INFINITY,
  };
}

/** Passages that may not be results: deleted or filtered out; null when all may. O(documents). */
export function barredPassages(view: SegmentView, filter: DocumentFilter | null): BitSet | null {
  if (filter === null) return view.dead;
  const { segment } = view;
  const barred = view.dead === null ? createBitSet(segment.passages) : view.dead.slice();
  const accepts = documentTest(segment, filter);
  for (let document = 0; document < segment.documents; document += 1) {
    if (!accepts(document)) setRange(barred, segment.firstPassage[document]!, segment.firstPassage[document + 1]!);
  }
  return barred;
}

function documentTest(segment: Segment, filter: DocumentFilter): (document: number) => boolean {
  const kinds = filter.kinds && Uint8Array.from(segment.kinds, (kind) => (filter.kinds?.has(kind) ? 1 : 0));
  const folders = filter.folders && new Uint8Array(segment.folders.length / 16 + 1);
  if (folders !== null) {
    for (let i = 1; i < folders.length; i += 1) {
      folders[i] = filter.folders?.has(segment.folders.subarray(i * 16 - 16, i * 16).toHex()) ? 1 : 0;
    }
  }
  const dated = filter.fromDay !== Number.NEGATIVE_INFINITY || filter.toDay !== Number.POSITIVE_INFINITY;
  return (document) => {
    if (kinds !== null && kinds[segment.kindOf[document]!] !== 1) return false;
    if (filter.languages !== null && !filter.languages.has(segment.languageOf[document]!)) return false;
    if (folders !== null && folders[segment.folderOf[document]!] !== 1) return false;
    if (!dated) return true;
    const day = segment.days[document]!;
    return day !== noDay && day >= filter.fromDay && day <= filter.toDay;
  };
}
