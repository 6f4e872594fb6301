import { silentLogger } from '@nexus/kernel';
import { createParser } from '@nexus/parsing';
import { isRight, readQuestions, samplesFolder, showsConflict } from '@nexus/samples';
import { expect, test } from 'vitest';
import { createFolderAnswers, type FolderAnswer } from '../src/folder/folder-answers.ts';
import { readFolder } from '../src/folder/read-folder.ts';

const mustBeRight = 36;

test(`of the forty sample questions at least ${mustBeRight} are answered right`, { timeout: 300_000 }, async () => {
  const parser = createParser({ children: 2, logger: silentLogger });
  const { files, unread } = await readFolder(samplesFolder, parser, { atOnce: 2 }).finally(() => parser.close());
  expect(unread).toEqual([]);
  const ask = await createFolderAnswers(files);

  const answers = new Map<string, FolderAnswer>();
  const wrong: string[] = [];
  let conflictsShown = 0;
  for (const question of readQuestions()) {
    const answer = await ask(question.question, question.follows ? (answers.get(question.follows) ?? null) : null);
    answers.set(question.id, answer);
    const quoted = answer.quotes.filter((quote) => quote.role === 'quote').map((quote) => quote.quote);
    if (showsConflict(question, quoted)) conflictsShown += 1;
    if (isRight(question, quoted)) continue;
    const got = quoted.map((quote) => `      ${quote.slice(0, 160).replaceAll('\n', ' ')}`).join('\n');
    wrong.push(
      `${question.id} ${question.question} [${question.answer.join(' / ')}] ${answer.answer.outcome} ${answer.answer.confidence.toFixed(2)}\n${got}`,
    );
  }
  console.log(`${40 - wrong.length} of 40 right, ${conflictsShown} contradictions shown\n${wrong.join('\n')}`);
  expect(40 - wrong.length).toBeGreaterThanOrEqual(mustBeRight);
});
