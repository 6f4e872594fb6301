/** The best `limit` passages seen, as a heap with the worst on top. `row` says in which segment. */
export type TopPassages = {
  /** A passage below this score cannot enter; one at this score may, by the order of ties. */
  readonly threshold: number;
  offer(score: number, row: number, ordinal: number): void;
  /** Best first. */
  sorted(): { score: number; row: number; ordinal: number }[];
};

/** `isBefore(rowA, ordinalA, rowB, ordinalB)` orders passages of equal score. */
export function createTopPassages(
  limit: number,
  isBefore: (rowA: number, ordinalA: number, rowB: number, ordinalB: number) => boolean,
): TopPassages {
  const scores = new Float64Array(limit);
  const rows = new Uint32Array(limit);
  const ordinals = new Uint32Array(limit);
  let size = 0;
  let threshold = Number.NEGATIVE_INFINITY;

  const isWorse = (a: number, b: number) =>
    scores[a]! < scores[b]! || (scores[a]! === scores[b]! && isBefore(rows[b]!, ordinals[b]!, rows[a]!, ordinals[a]!));

  function swap(a: number, b: number): void {
    const score = scores[a]!;
    const row = rows[a]!;
    const ordinal = ordinals[a]!;
    put(a, scores[b]!, rows[b]!, ordinals[b]!);
    put(b, score, row, ordinal);
  }

  function put(at: number, score: number, row: number, ordinal: number): void {
    scores[at] = score;
    rows[at] = row;
    ordinals[at] = ordinal;
  }

  function sink(from: number): void {
    let at = from;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= size) return;
      if (child + 1 < size && isWorse(child + 1, child)) child += 1;
      if (!isWorse(child, at)) return;
      swap(child, at);
      at = child;
    }
  }

  function rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!isWorse(at, parent)) return;
      swap(at, parent);
      at = parent;
    }
  }

  return {
    get threshold() {
      return threshold;
    },
    offer(score, row, ordinal) {
      if (size < limit) {
        put(size, score, row, ordinal);
        size += 1;
        rise(size - 1);
      } else {
        if (score < scores[0]!) return;
        if (score === scores[0]! && !isBefore(row, ordinal, rows[0]!, ordinals[0]!)) return;
        put(0, score, row, ordinal);
        sink(0);
      }
      if (size === limit) threshold = scores[0]!;
    },
    sorted() {
      return Array.from({ length: size }, (_, i) => ({ score: scores[i]!, row: rows[i]!, ordinal: ordinals[i]! })).sort(
        (a, b) => b.score - a.score || (isBefore(a.row, a.ordinal, b.row, b.ordinal) ? -1 : 1),
      );
    },
  };
}
