import type { Block } from '../../contract.ts';
import { ParseFailure, type Reader } from '../../reader.ts';
import { headerLabels, looksNumeric, type RowDraft } from '../office/table/table-header.ts';
import { rowBlock } from '../office/table/table-rows.ts';
import { sniffDialect } from './csv-dialect.ts';
import { createCsvParser } from './csv-parser.ts';
import { decodeStream, garbageShare, newDecodingTally } from './text-encoding.ts';

const sampleCharacters = 64 * 1024;
const headerLookahead = 6;

/** CSV and TSV: every record a table row, streamed, so that a file of any size is read in constant memory. */
export const readCsv: Reader = async (input, emit) => {
  const tally = newDecodingTally();
  const out: Block[] = [];
  let characters = 0;
  let ragged = 0;
  let width = 0;
  let waiting: RowDraft[] | null = [];
  let labels: ReadonlyMap<number, string> | null = null;
  let row = 0;

  const push = (draft: RowDraft) => {
    const block = rowBlock(draft, 1, labels);
    characters += block.text.length;
    out.push(block);
  };
  const decide = () => {
    const rows = waiting ?? [];
    waiting = null;
    const header = headerRow(rows);
    rows.forEach((draft, at) => {
      push(draft);
      if (at === header) labels = headerLabels([draft]);
    });
  };
  const record = (fields: string[], line: number) => {
    row += 1;
    const cells = fields.map((text, at) => ({ column: at + 1, text: text.trim() })).filter((cell) => cell.text !== '');
    if (cells.length === 0) return;
    if (width === 0 && fields.length > 1) width = fields.length;
    else if (width > 0 && fields.length !== width) ragged += 1;
    const draft: RowDraft = { row, cells, part: 1, line };
    if (waiting === null) push(draft);
    else if (waiting.push(draft) >= headerLookahead) decide();
  };

  let parser: ReturnType<typeof createCsvParser> | null = null;
  let sample = '';
  const start = () => {
    const dialect = sniffDialect(sample, input.format === 'tsv' ? 'tsv' : 'csv');
    parser = createCsvParser(dialect, (fields, line) => (line > dialect.skipLines ? record(fields, line) : undefined));
    parser.write(sample);
  };
  for await (const piece of decodeStream(input.stream, tally)) {
    if (tally.controls > 32 && tally.controls > tally.characters * 0.1)
      throw new ParseFailure('unsupported', 'the file is binary, not text');
    if (parser !== null) (parser as ReturnType<typeof createCsvParser>).write(piece);
    else {
      sample += piece;
      if (sample.length >= sampleCharacters) start();
    }
    if (out.length === 0) continue;
    await emit.blocks(out.splice(0));
    await emit.progress(row, null);
  }
  if (parser === null) start();
  parser!.end();
  if (waiting !== null) decide();
  if (out.length > 0) await emit.blocks(out.splice(0));
  const garbage = garbageShare(tally);
  await emit.quality([
    {
      part: 1,
      kind: 'sheet',
      method: characters > 0 ? 'text' : 'empty',
      characters,
      ...(garbage === undefined ? {} : { garbage }),
      ...(ragged > 0 ? { notes: [`rows with another number of columns (${ragged})`] } : {}),
    },
  ]);
  return { parts: 1 };
};

/** The heading of a CSV file is the rule rather than the exception: the first row of full width, unless it holds numbers or repeats itself. */
function headerRow(rows: readonly RowDraft[]): number {
  const width = Math.max(0, ...rows.map((each) => each.cells.length));
  if (width < 2 || rows.length < 2) return -1;
  const at = rows.findIndex((each) => each.cells.length > 1);
  const candidate = rows[at];
  if (candidate === undefined || at === rows.length - 1 || candidate.cells.length < width * 0.7) return -1;
  const texts = candidate.cells.map((cell) => cell.text);
  const plausible =
    texts.every((text) => text.length <= 100 && !looksNumeric(text)) && new Set(texts).size === texts.length;
  return plausible ? at : -1;
}
