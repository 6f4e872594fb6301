import type { SegmentStore } from '../../contract.ts';
import { companionOf, openCompanion } from '../segment/companion.ts';
import type { CellView } from './cell-view.ts';

/** Objects around a list. */
const bytesPerList = 200;

/** The words of each segment of a cell, front-coded. Words of deleted documents are among them: ask for a live count before use. */
export type WordLists = { lists: readonly Uint8Array[]; bytes: number };

export async function openWords(store: Pick<SegmentStore, 'readSegment'>, view: CellView): Promise<WordLists> {
  const lists: Uint8Array[] = [];
  let bytes = 0;
  for (const { segmentId } of view.segments) {
    const companion = openCompanion(await store.readSegment(view.cell, companionOf(segmentId)));
    lists.push(companion.words);
    bytes += companion.bytes + bytesPerList;
  }
  return { lists, bytes };
}
