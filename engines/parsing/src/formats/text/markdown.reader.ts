import type { Block } from '../../contract.ts';
import type { Reader } from '../../reader.ts';
import { compactProperties, rfc3339 } from '../office/office-properties.ts';
import { createMarkdownBlocks } from './markdown-blocks.ts';
import { decodeStream, garbageShare, newDecodingTally } from './text-encoding.ts';
import { linesOf } from './text-lines.ts';

/** Markdown (CommonMark's structure, GitHub's tables), line by line. Inline marks are taken off; what they say stays. */
export const readMarkdown: Reader = async (input, emit) => {
  const tally = newDecodingTally();
  const out: Block[] = [];
  let characters = 0;
  const markdown = createMarkdownBlocks((block) => {
    characters += block.text.length;
    out.push(block);
  });
  let number = 0;
  for await (const lines of linesOf(decodeStream(input.stream, tally))) {
    for (const line of lines) {
      number += 1;
      markdown.line(line, number);
    }
    if (out.length < 200) continue;
    await emit.blocks(out.splice(0));
    await emit.progress(number, null);
  }
  const { front, title } = markdown.end();
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
  const properties = compactProperties({
    title: front.get('title') ?? title,
    author: front.get('author'),
    created: rfc3339(front.get('date')),
    modified: undefined,
    language: undefined,
  });
  return { ...properties, parts: 1 };
};
