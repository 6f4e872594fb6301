/** A stretch of text that could be the answer. `value` is what it says, apart from how it is written: equal values agree, others conflict. */
export type Span = { start: number; end: number; value: string };

/** Finds spans in a whole text; offsets are the text's. */
export type SpanFinder = (text: string) => Span[];

/** A finder from patterns, tried in order at every place: a stretch that an earlier pattern took is not looked at again. */
export function patternFinder(
  patterns: readonly (readonly [pattern: RegExp, value: (match: RegExpExecArray) => string | null])[],
): SpanFinder {
  return (text) => {
    const spans: Span[] = [];
    for (const [pattern, value] of patterns) {
      for (const match of text.matchAll(pattern)) {
        const span = { start: match.index, end: match.index + match[0].length };
        if (spans.some((taken) => taken.start < span.end && taken.end > span.start)) continue;
        const meaning = value(match);
        if (meaning !== null) spans.push({ ...span, value: meaning });
      }
    }
    return spans.sort((a, b) => a.start - b.start);
  };
}
