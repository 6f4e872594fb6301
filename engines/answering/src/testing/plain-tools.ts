import type { AnsweringTools, Range, Token } from '../contract.ts';

const stopWords = new Set(
  'a al an and by cual cuando cuanto cuantos de del did do does el en es fue how in is it la las los of on para por que quien se son su the to un una was what when which who whose y'.split(
    ' ',
  ),
);

/** The smallest tools that answer tests need: folded words without plural endings, sentences that end at a full stop or a line break. */
export const plainTools: AnsweringTools = {
  analyzer: {
    analyze(text) {
      const tokens: Token[] = [];
      let position = 0;
      for (const match of text.matchAll(/[\p{L}\p{M}\p{N}]+(?:[/-]\p{N}+)*/gu)) {
        const word = match[0]
          .toLowerCase()
          .normalize('NFKD')
          .replace(/\p{M}+/gu, '');
        if (!stopWords.has(word))
          tokens.push({
            term: word.replace(/(?<=..)[aeo]?s?$/u, ''),
            start: match.index,
            end: match.index + match[0].length,
            position,
          });
        position++;
      }
      return tokens;
    },
  },
  sentences(text) {
    const ranges: Range[] = [];
    for (const match of text.matchAll(/\S[^\n]*?(?:[.!?](?=\s|$)|(?=\n)|$)/gu))
      ranges.push({ start: match.index, end: match.index + match[0].length });
    return ranges;
  },
};
