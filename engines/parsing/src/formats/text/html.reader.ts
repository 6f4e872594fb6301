import { ParseFailure, type Reader } from '../../reader.ts';
import { compactProperties, languageOf, rfc3339 } from '../office/office-properties.ts';
import { htmlBlocks } from './html-blocks.ts';
import { decodeHtml } from './html-encoding.ts';
import { garbageShare, newDecodingTally } from './text-encoding.ts';

const maxBytes = 64 * 1024 * 1024;

/** Web pages: what a reader sees, with headings, lists and tables; one part. */
export const readHtml: Reader = async (input, emit) => {
  const bytes = await input.bytes();
  if (bytes.length > maxBytes) throw new ParseFailure('too_large', `pages of more than ${maxBytes} bytes are not read`);
  const tally = newDecodingTally();
  let tables = 0;
  const { blocks, title, meta, language, images, frames } = htmlBlocks(decodeHtml(bytes, tally), {
    part: 1,
    nextTable: () => ++tables,
  });
  for (let at = 0; at < blocks.length; at += 500) await emit.blocks(blocks.slice(at, at + 500));
  const characters = blocks.reduce((sum, block) => sum + block.text.length, 0);
  const garbage = garbageShare(tally);
  const notes = [
    ...(images > 0 ? [`image without text (${images})`] : []),
    ...(frames > 0 ? [`frame not followed (${frames})`] : []),
  ];
  await emit.quality([
    {
      part: 1,
      kind: 'section',
      method: characters > 0 ? 'text' : images > 0 ? 'unread' : 'empty',
      characters,
      ...(garbage === undefined ? {} : { garbage }),
      ...(notes.length > 0 ? { notes } : {}),
    },
  ]);
  const properties = compactProperties({
    title: title ?? meta.get('og:title') ?? meta.get('dc.title'),
    author: meta.get('author') ?? meta.get('dc.creator') ?? meta.get('article:author'),
    created: rfc3339(meta.get('date') ?? meta.get('dc.date') ?? meta.get('article:published_time')),
    modified: rfc3339(meta.get('last-modified') ?? meta.get('article:modified_time')),
    language: languageOf(language),
  });
  return { ...properties, parts: 1 };
};
