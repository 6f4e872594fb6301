import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from './catalogue.ts';
import {
  demoQuestion,
  isRight,
  listSampleFiles,
  readBlindQuestions,
  readQuestions,
  samplesFolder,
  showsConflict,
} from './index.ts';

const questions = readQuestions();
const blind = readBlindQuestions();
const read = (file: string) => readFileSync(path.join(samplesFolder, file));

/** What can be read in a sample: from the source of a generated file, from the file itself where it is plain text. */
function textOf(file: string): string {
  return catalogue.find((entry) => entry.file === file)?.text ?? read(file).toString('utf8');
}

describe('files', () => {
  test('every generated file is there, and every other one is plain text', () => {
    const files = listSampleFiles();
    expect(files.length).toBeGreaterThanOrEqual(25);
    expect(files).toEqual(expect.arrayContaining(catalogue.map((entry) => entry.file)));
    const handWritten = files.filter((file) => !catalogue.some((entry) => entry.file === file));
    expect(handWritten.filter((file) => !/\.(txt|md|html|csv|json)$/.test(file))).toEqual([]);
  });

  test('they weigh less than three megabytes', () => {
    expect(listSampleFiles().reduce((sum, file) => sum + read(file).length, 0)).toBeLessThan(3_000_000);
  });

  test.each(catalogue.filter((entry) => entry.reproducible))('$file is what its source says', async (entry) => {
    expect(Buffer.compare(await entry.make(), read(entry.file))).toBe(0);
  });

  test('the scan holds no text: only recognition gets it back', () => {
    const scan = read('obra/orden-paralizacion-3.jpg');
    expect(scan.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    expect(scan.includes('PARALIZ')).toBe(false);
  });

  test('names of people, tax ids and addresses are fictitious: reserved domains only', () => {
    const texts = listSampleFiles().map(textOf).join('\n');
    const hosts = [...texts.matchAll(/(?:@|https?:\/\/)([a-z0-9.-]+)/g)].map((match) => match[1]!);
    expect(hosts.filter((host) => !/(^|\.)example\.(org|com)$/.test(host))).toEqual([]);
  });
});

describe('questions', () => {
  test('forty, with ids of their own, in two languages, five without an answer', () => {
    expect(questions).toHaveLength(40);
    expect(new Set(questions.map(({ id }) => id)).size).toBe(40);
    expect(questions.filter(({ language }) => language === 'es')).toHaveLength(26);
    expect(questions.filter(({ expects }) => expects === 'not_found')).toHaveLength(5);
    expect(questions.filter(({ conflictsWith }) => conflictsWith).length).toBeGreaterThanOrEqual(2);
    expect(questions.map(({ question }) => question)).toContain(demoQuestion);
  });

  test('forty blind ones: six without an answer, three contradictions', () => {
    expect(blind).toHaveLength(40);
    expect(new Set([...questions, ...blind].map(({ id }) => id)).size).toBe(80);
    expect(blind.filter(({ language }) => language === 'es')).toHaveLength(25);
    expect(blind.filter(({ expects }) => expects === 'not_found')).toHaveLength(6);
    expect(blind.filter(({ conflictsWith }) => conflictsWith)).toHaveLength(3);
  });

  test.each([...questions, ...blind].filter(({ expects }) => expects === 'answered'))(
    '$id has its answer in every source that it names',
    (question) => {
      expect(question.source.length).toBeGreaterThan(0);
      for (const source of question.source) expect(isRight(question, [textOf(source)]), source).toBe(true);
      for (const source of question.conflictsWith?.source ?? []) {
        expect(showsConflict(question, [textOf(question.source[0]!), textOf(source)]), source).toBe(true);
      }
    },
  );

  test.each([questions, blind])('a follow-up comes right after the question that it follows', (...set) => {
    for (const [at, question] of set.entries()) {
      if (question.follows) expect(set[at - 1]?.id).toBe(question.follows);
    }
  });

  test('at least a third use other words than the sentence that answers them', () => {
    const words = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{5,}/gu) ?? []);
    const answered = questions.filter(({ expects }) => expects === 'answered');
    const paraphrased = answered.filter((question) => {
      const asked = words(question.question);
      const sentences = question.source
        .flatMap((source) => textOf(source).split(/[\n.]\s/))
        .filter((sentence) => isRight(question, [sentence]));
      const shared = sentences.map((sentence) => [...words(sentence)].filter((word) => asked.has(word)).length);
      return Math.max(0, ...shared) <= asked.size / 3;
    });
    expect(paraphrased.length).toBeGreaterThanOrEqual(Math.ceil(answered.length / 3));
  });
});

describe('judging', () => {
  const question = questions.find(({ id }) => id === 'en-04')!;

  test('only the first three sentences count', () => {
    expect(isRight(question, ['a', 'b', 'retain 5% of'])).toBe(true);
    expect(isRight(question, ['a', 'b', 'c', 'retain 5% of'])).toBe(false);
  });

  test('a number inside another number is not the answer', () => {
    expect(isRight(question, ['retain 15% of'])).toBe(false);
    expect(isRight(question, ['retain 2.5% of'])).toBe(false);
    expect(isRight(question, ['retain 5\u00a0% of'])).toBe(true);
  });

  test('an unanswerable question is right when nothing is quoted', () => {
    const unanswerable = questions.find(({ expects }) => expects === 'not_found')!;
    expect(isRight(unanswerable, [])).toBe(true);
    expect(isRight(unanswerable, ['anything'])).toBe(false);
  });

  test('both sides of a contradiction, or it is not shown', () => {
    expect(showsConflict(question, ['retain 5%', 'is 10%, as'])).toBe(true);
    expect(showsConflict(question, ['retain 5%'])).toBe(false);
  });
});
