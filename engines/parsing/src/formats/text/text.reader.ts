import type { Block, PartQuality } from '../../contract.ts';
import { ParseFailure, type Reader } from '../../reader.ts';
import { createPlainBlocks } from './plain-blocks.ts';
import { decodeStream, garbageShare, newDecodingTally } from './text-encoding.ts';
import { linesOf } from './text-lines.ts';

const blocksAtOnce = 300;

/** Plain text in any encoding, streamed. Form feeds part it into pages. */
export const readText: Reader = async (input, emit) => {
  const tally = newDecodingTally();
  const out: Block[] = [];
  let part = 1;
  let characters = 0;
  const blocks = createPlainBlocks(
    () => part,
    (block) => {
      characters += block.text.length;
      out.push(block);
    },
  );
  const send = async () => {
    if (out.length > 0) await emit.blocks(out.splice(0));
  };
  const quality = (kind: PartQuality['kind']): PartQuality => {
    const garbage = garbageShare(tally);
    return {
      part,
      kind,
      method: characters > 0 ? 'text' : 'empty',
      characters,
      ...(garbage === undefined ? {} : { garbage }),
    };
  };
  const endPart = async () => {
    blocks.end();
    await send();
    await emit.quality([quality('page')]);
    part += 1;
    characters = 0;
  };

  let number = 0;
  for await (const lines of linesOf(decodeStream(input.stream, tally))) {
    if (tally.controls > 32 && tally.controls > tally.characters * 0.1)
      throw new ParseFailure('unsupported', 'the file is binary, not text');
    for (const line of lines) {
      number += 1;
      const pages = line.split('\f');
      for (const [at, text] of pages.entries()) {
        if (at > 0) await endPart();
        blocks.line(text, number);
      }
    }
    if (out.length < blocksAtOnce) continue;
    await send();
    await emit.progress(number, null);
  }
  blocks.end();
  await send();
  // A form feed after the last page opens no new one.
  if (part > 1 && characters === 0) part -= 1;
  else await emit.quality([quality(part > 1 ? 'page' : 'section')]);
  return { parts: part };
};
