import type { AnsweringTools, Range } from '../contract.ts';
import { plainForm } from '../sentences/question-profile.ts';
import { numberValue } from '../spans/written-numbers.ts';

export type SupportedSentence = {
  /** Of the draft. */
  range: Range;
  /** Every name and figure of the sentence stands in one cited passage, and so do most of its words. */
  supported: boolean;
  /** The passage that supports it best; -1 when it has no words to check. */
  passage: number;
  /** Share of the sentence's words that this passage holds, 0 to 1. */
  share: number;
  /** Figures and names that no cited passage holds: the usual inventions of a model. */
  unknown: readonly string[];
};

/** Share of a sentence's words that a passage must hold. Chosen so that a paraphrase passes and a new claim does not; not tuned on any set. */
const neededShare = 0.6;

const hardFact = /\p{Nd}[\p{Nd}\p{L}.,/-]*|(?<=\S\s)\p{Lu}[\p{L}\p{M}]+(?:\s+\p{Lu}[\p{L}\p{M}]+)*/gu;

/**
 * Marks which sentences of a model's draft the cited passages support. A cheap, lexical check against invention: it finds made-up names, numbers and dates
 * and sentences about something else; it does not judge logic. Linear in draft and passages.
 */
export function checkSupport(tools: AnsweringTools, draft: string, passages: readonly string[]): SupportedSentence[] {
  const known = passages.map((text) => ({
    terms: new Set(tools.analyzer.analyze(text).map((token) => token.term)),
    plain: plainForm(text),
    numbers: new Set(figuresOf(text).map((figure) => numberValue(figure))),
  }));
  return tools.sentences(draft).map((range) => {
    const sentence = draft.slice(range.start, range.end);
    const terms = [...new Set(tools.analyzer.analyze(sentence).map((token) => token.term))];
    const facts = sentence.match(hardFact) ?? [];
    const holds = (passage: (typeof known)[number], fact: string) =>
      passage.plain.includes(plainForm(fact.replace(/[.,/-]+$/u, ''))) ||
      (/^\d/.test(fact) && passage.numbers.has(numberValue(fact)));
    const unknown = facts.filter((fact) => !known.some((passage) => holds(passage, fact)));
    let best = { passage: -1, share: 0, complete: false };
    for (const [number, passage] of known.entries()) {
      const share = terms.length === 0 ? 0 : terms.filter((term) => passage.terms.has(term)).length / terms.length;
      const complete = facts.every((fact) => holds(passage, fact));
      if (
        best.passage < 0 ||
        Number(complete) > Number(best.complete) ||
        (complete === best.complete && share > best.share)
      )
        best = { passage: number, share, complete };
    }
    if (terms.length === 0) return { range, supported: false, passage: -1, share: 0, unknown };
    return {
      range,
      supported: best.complete && best.share >= neededShare,
      passage: best.passage,
      share: best.share,
      unknown,
    };
  });
}

function figuresOf(text: string): string[] {
  return text.match(/\d+(?:[.,]\d+)*/g) ?? [];
}
