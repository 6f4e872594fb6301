import type { Block } from '../../../contract.ts';
import { ParseFailure, type Reader } from '../../../reader.ts';
import { createPartTally } from '../part-tally.ts';
import { createRtfDocument } from './rtf-document.ts';
import { createRtfLexer } from './rtf-lexer.ts';

const tokensAtOnce = 20_000;

/** Rich Text Format. Parts are pages when the explicit breaks agree with the page count that the program recorded. */
export const readRtf: Reader = async (input, emit) => {
  const bytes = await input.bytes();
  const start = bytes.findIndex((byte) => byte > 32 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
  if (start < 0 || new TextDecoder('latin1').decode(bytes.subarray(start, start + 5)) !== '{\\rtf')
    throw new ParseFailure('broken', 'the file does not begin as RTF does');
  const { pages, breaks } = countPages(bytes);
  const paged = pages === breaks + 1;
  const out: Block[] = [];
  const tally = createPartTally(paged ? 'page' : 'section');
  const document = createRtfDocument({ emit: (block) => out.push(block), countPages: paged, note: tally.note });
  const send = async () => {
    const blocks = out.splice(0);
    for (const block of blocks) tally.add(block);
    if (blocks.length > 0) await emit.blocks(blocks);
  };
  const lexer = createRtfLexer(bytes);
  let tokens = 0;
  for (let token = lexer.next(); token !== null; token = lexer.next()) {
    document.token(token);
    tokens += 1;
    if (tokens % tokensAtOnce !== 0) continue;
    await send();
    await emit.quality(tally.finished(document.part()));
    await emit.progress(lexer.position(), bytes.length);
  }
  const { properties, complete, objects } = document.end();
  if (!complete) emit.warn('The document is cut off: what came before the end was read');
  if (objects > 0) emit.warn(`${objects} embedded object(s) not read`);
  await send();
  const parts = document.part();
  await emit.quality(tally.finished(Number.POSITIVE_INFINITY, parts));
  return { ...properties, parts };
};

function countPages(bytes: Uint8Array): { pages: number; breaks: number } {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = text.subarray(0, 256 * 1024).toString('latin1');
  const pages = Number(/\\nofpages(\d{1,6})/.exec(head)?.[1] ?? 0);
  let breaks = 0;
  for (let at = text.indexOf('\\page'); at >= 0 && breaks < 20_000; at = text.indexOf('\\page', at + 5)) {
    const next = text[at + 5] ?? 32;
    if (!((next >= 97 && next <= 122) || (next >= 65 && next <= 90))) breaks += 1;
  }
  return { pages, breaks };
}
