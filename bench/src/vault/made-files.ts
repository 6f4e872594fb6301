import { createAnalyzer } from '@nexus/search';
import { readBaseText } from '../scale/base-text.ts';
import { expandText } from '../scale/expand-text.ts';
import { writeDocx } from './write-docx.ts';
import { writePdf } from './write-pdf.ts';

export type MadeFile = { name: string; bytes: Uint8Array; pages: number };
export type MadeFormat = 'text' | 'docx' | 'pdf';

const charactersAPage = 3_000;
const termsAParagraph = 60;

/** Pages of about 3,000 characters in paragraphs, never the same twice; the vocabulary grows with them. */
export function* makePages(data: string | null, seed: number): Generator<string[], never> {
  for (let round = seed; ; round += 1) {
    const source = expandText(readBaseText(data), createAnalyzer(), {
      passages: 20_000,
      termsPerPassage: termsAParagraph,
      seed: round,
    });
    let paragraphs: string[] = [];
    let characters = 0;
    for (const { text } of source) {
      paragraphs.push(text);
      characters += text.length + 2;
      if (characters < charactersAPage) continue;
      yield paragraphs;
      paragraphs = [];
      characters = 0;
    }
  }
}

/** Files as offices make them: a heading on the first page, running text on all. */
export async function makeFiles(
  pages: Iterator<string[], never>,
  { format, files, pagesPerFile }: { format: MadeFormat; files: number; pagesPerFile: number },
): Promise<MadeFile[]> {
  const made: MadeFile[] = [];
  for (let number = 1; number <= files; number += 1) {
    const some = Array.from({ length: pagesPerFile }, () => pages.next().value);
    const title = `Informe ${format} ${number}`;
    const name = `${format}/${Math.ceil(number / 100)}/informe-${number}.${format === 'text' ? 'txt' : format}`;
    made.push({ name, bytes: await write[format](title, some), pages: pagesPerFile });
  }
  return made;
}

const write: Record<MadeFormat, (title: string, pages: readonly string[][]) => Promise<Uint8Array> | Uint8Array> = {
  text: (title, pages) => Buffer.from(`${title}\n\n${pages.map((page) => page.join('\n\n')).join('\n\n')}\n`),
  docx: writeDocx,
  pdf: writePdf,
};
