import type { Block } from '../../contract.ts';
import { ParseFailure, type Reader } from '../../reader.ts';
import { rowBlock } from '../office/table/table-rows.ts';
import { createJsonScanner } from './json-tokens.ts';
import { decodeStream, garbageShare, newDecodingTally } from './text-encoding.ts';

const blocksAtOnce = 300;
/** A record with more values than this is shown value by value. */
const maxRecordValues = 100;

/**
 * JSON and JSON Lines, streamed. Objects whose values are plain, the records of a list above all, become rows with their keys as headings; what lies deeper becomes
 * a row of its own, labelled by its path.
 */
export const readJson: Reader = async (input, emit) => {
  const tally = newDecodingTally();
  const out: Block[] = [];
  let characters = 0;
  let row = 0;
  let values: { key: string; text: string }[] = [];
  let prefix = '';
  let records = 0;

  const flush = () => {
    if (values.length === 0) return;
    row += 1;
    const labels = new Map(values.map((each, at) => [at + 1, each.key]));
    const cells = values.map((each, at) => ({ column: at + 1, text: each.text }));
    const block = rowBlock({ row, cells, part: 1 }, 1, labels);
    values = [];
    characters += block.text.length;
    out.push(block);
  };
  const scanner = createJsonScanner({
    value(path, text) {
      const shown = text.trim();
      if (shown === '') return;
      // Values of one record share their path up to the last list index.
      const index = path.findLastIndex((step) => typeof step === 'number');
      const record = `${records}:${pathText(path.slice(0, index + 1))}`;
      if (record !== prefix || values.length >= maxRecordValues) flush();
      prefix = record;
      values.push({ key: pathText(path), text: shown });
    },
    topLevel() {
      flush();
      records += 1;
    },
  });
  for await (const piece of decodeStream(input.stream, tally)) {
    scanner.write(piece);
    if (out.length < blocksAtOnce) continue;
    await emit.blocks(out.splice(0));
    await emit.progress(row, null);
  }
  const { complete } = scanner.end();
  flush();
  if (!complete) emit.warn('The file is cut off: what came before the end was read');
  if (row === 0 && !complete) throw new ParseFailure('broken', 'the JSON does not hold together');
  if (out.length > 0) await emit.blocks(out.splice(0));
  const garbage = garbageShare(tally);
  await emit.quality([
    {
      part: 1,
      kind: 'section',
      method: characters > 0 ? 'text' : 'empty',
      characters,
      ...(garbage === undefined ? {} : { garbage }),
    },
  ]);
  return { parts: 1 };
};

/** `contratos[2].plazo`, indexes counted from 0 as programs do. */
function pathText(path: readonly (string | number)[]): string {
  let text = '';
  for (const step of path) text += typeof step === 'number' ? `[${step}]` : text === '' ? step : `.${step}`;
  return text;
}
