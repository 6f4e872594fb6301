import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { frameOf } from '@nexus/answers';
import { failureReasons } from '@nexus/documents';
import { silentLogger } from '@nexus/kernel';
import { createParser } from '@nexus/parsing';
import { createProgressLine, printable, style } from '@nexus/terminal';
import { createFolderAnswers, type FolderAnswer } from '../folder/folder-answers.ts';
import { readFolder } from '../folder/read-folder.ts';
import { exitCodes } from './exit-codes.ts';
import { formatAnswer } from './print-answer.ts';

/** `./nexus ask <folder> "<question>" ...`: reads the folder, answers each question, leaves nothing behind. */
export async function askFolder(
  folder: string,
  questions: readonly string[],
  options: { json: boolean },
): Promise<number> {
  const children = Math.max(1, Math.min(4, availableParallelism()));
  const parser = createParser({ children, logger: silentLogger });
  const progress = createProgressLine();
  try {
    const startedAt = performance.now();
    const reading = await readFolder(resolve(folder), parser, {
      atOnce: children,
      onProgress: ({ done, total, pages, path }) =>
        progress.show(`${done}/${total} · ${pages} págs. · ${printable(path)}`, done / total),
    });
    progress.clear();
    const ask = await createFolderAnswers(reading.files);
    const readMs = performance.now() - startedAt;
    const pages = reading.files.reduce((sum, file) => sum + file.parts, 0);
    const passages = reading.files.reduce((sum, file) => sum + file.passages.length, 0);

    const answers: { asked: string; found: FolderAnswer }[] = [];
    // One conversation: a later question may continue the one before.
    for (const asked of questions) answers.push({ asked, found: await ask(asked, answers.at(-1)?.found ?? null) });
    if (options.json) {
      const read = { files: reading.files.length, pages, passages, readMs: Math.round(readMs) };
      console.log(JSON.stringify({ ...read, unread: reading.unread, answers: answers.map(answerJson) }, null, 2));
    } else {
      for (const { asked, found } of answers) {
        const { answer, quotes, durationMs } = found;
        const { language } = answer.question;
        const frame = frameOf(language, answer.outcome, answer.conflicts.length > 0);
        const footer = footerOf(language, reading.files.length, pages, passages, durationMs);
        console.log(
          formatAnswer({
            question: asked,
            language,
            outcome: answer.outcome,
            lead: frame.lead,
            nearestLead: frame.nearest,
            quotes,
            footer,
          }),
        );
      }
      printUnread(reading.unread);
    }
    if (reading.files.length === 0) return exitCodes.nothingRead;
    return answers.every(({ found }) => found.answer.outcome === 'answered') ? exitCodes.done : exitCodes.nothingFound;
  } finally {
    await parser.close();
  }
}

function answerJson({ asked, found }: { asked: string; found: FolderAnswer }) {
  const { outcome, confidence, conflicts } = found.answer;
  const { language, expects } = found.question;
  const searched = found.searchedText === asked ? {} : { searched: found.searchedText };
  const durationMs = Math.round(found.durationMs * 10) / 10;
  return {
    question: asked,
    ...searched,
    language,
    expects,
    outcome,
    confidence,
    conflicts,
    quotes: found.quotes,
    durationMs,
  };
}

function footerOf(language: 'es' | 'en', files: number, pages: number, passages: number, ms: number): string {
  const time = ms < 10 ? ms.toFixed(1) : Math.round(ms);
  return language === 'es'
    ? `${files} archivos, ${pages} páginas y ${passages} pasajes consultados en ${time} ms`
    : `${files} files, ${pages} pages and ${passages} passages searched in ${time} ms`;
}

/** What was not read is said, never passed over. */
function printUnread(unread: readonly { path: string; reason: string }[]): void {
  if (unread.length === 0) return;
  console.error(
    style('yellow', `No se han podido leer ${unread.length} archivos / could not read ${unread.length} files:`),
  );
  for (const { path, reason } of unread) console.error(`  ${printable(path)}: ${failureReasons[reason]?.es ?? reason}`);
}
