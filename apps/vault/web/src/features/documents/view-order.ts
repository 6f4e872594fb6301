import type { RowStore } from './listing/row-store.ts';
import type { Order } from './selection.ts';

/** The rows of a view by their place in it. The way back, from a document to its place, is made once when it is first asked for. O(n), then O(1). */
export function orderOf(store: RowStore, view: Int32Array): Order {
  let places: Int32Array | null = null;
  return {
    length: view.length,
    idAt: (index) => store.at(view[index]!).id,
    indexOf(id) {
      const position = store.positionOf(id);
      if (position === undefined) return -1;
      places ??= placesIn(view, store.size);
      // Rows that came later have no place here.
      return (places[position] ?? 0) - 1;
    },
  };
}

/** For each row of the store, its place in the view and one more; zero for those that are not in it. */
function placesIn(view: Int32Array, rows: number): Int32Array {
  const places = new Int32Array(rows);
  for (let index = 0; index < view.length; index += 1) places[view[index]!] = index + 1;
  return places;
}
