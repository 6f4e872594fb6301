import type { QuotedSentence } from '@nexus/answering';
import type { Bench } from './bench.ts';
import { percentile } from './peers/measure.ts';
import { type Asked, answerQuestions } from './quality/answer-questions.ts';
import { squadFiles } from './quality/data-files.ts';
import { percent } from './quality/metrics.ts';
import { readSquad, type SquadPassage } from './sets/squad.ts';

/**
 * `sentence_top1`, `sentence_top3`: one of the first sentences stands in the right paragraph and holds a right answer. `lenient_top3`: it holds one,
 * wherever it stands. Sentences count whether or not the answer was confident: abstention is the `abstain` bench's business.
 */
export const bench: Bench = {
  name: 'answers',
  summary: 'answer sentence among the first three, end to end, on SQuAD JSON',
  async run(options) {
    const results = [];
    for (const file of squadFiles(options)) {
      options.log(file);
      const set = readSquad(file);
      const asked = (await answerQuestions(set)).filter(({ question }) => !question.impossible);
      const hits = (count: number, strict: boolean) =>
        percent(asked.map((one) => (isHit(set.passages, one, count, strict) ? 1 : 0)));
      const times = asked.map(({ milliseconds }) => milliseconds);
      results.push({
        bench: 'answers',
        data: file,
        ours: {
          sentence_top1: hits(1, true),
          sentence_top3: hits(3, true),
          lenient_top3: hits(3, false),
          span_exact: percent(asked.map((one) => (isExactSpan(set.passages, one) ? 1 : 0))),
          p50_ms: percentile(times, 0.5),
          p99_ms: percentile(times, 0.99),
        },
        peers: {},
      });
    }
    return results;
  },
};

function sentencesOfAnswer({ answer }: Asked): readonly QuotedSentence[] {
  return answer.outcome === 'answered' ? answer.sentences : answer.nearest;
}

function isHit(passages: readonly SquadPassage[], asked: Asked, count: number, strict: boolean): boolean {
  return sentencesOfAnswer(asked)
    .slice(0, count)
    .some(({ candidateId, range }) => {
      if (strict && Number(candidateId) !== asked.question.passage) return false;
      const sentence = passages[Number(candidateId)]!.text.slice(range.start, range.end);
      return asked.question.answers.some((right) => sentence.includes(right));
    });
}

// The marked span of the first sentence against the right answers, case, articles and punctuation aside.
function isExactSpan(passages: readonly SquadPassage[], asked: Asked): boolean {
  const first = sentencesOfAnswer(asked)[0];
  if (!first?.span) return false;
  const span = bare(passages[Number(first.candidateId)]!.text.slice(first.span.start, first.span.end));
  return asked.question.answers.some((right) => bare(right) === span);
}

function bare(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s]/gu, '')
    .replace(/\b(?:the|an?|el|la|los|las|un|una)\b/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
