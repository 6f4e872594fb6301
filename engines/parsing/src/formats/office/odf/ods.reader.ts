import type { Block } from '../../../contract.ts';
import type { Reader } from '../../../reader.ts';
import { createPartTally } from '../part-tally.ts';
import { createSheetRows, type SheetRows } from '../xlsx/sheet-rows.ts';
import { openOdf, readOdfProperties, sendOdfAttachments, splitAtBody } from './odf-package.ts';
import { createOdsHandler } from './ods-sheet.ts';

const blocksAtOnce = 500;

/** OpenDocument spreadsheets: one part per sheet, rows streamed, cells as the file shows them. */
export const readOds: Reader = async (input, emit) => {
  const { pack, styles } = openOdf(await input.bytes(), input.limits);
  const { properties } = readOdfProperties(pack);
  const tally = createPartTally('sheet');
  const out: Block[] = [];
  let part = 0;
  let tables = 0;
  let rows: SheetRows | null = null;
  let after: Block[] = [];
  const word = properties.language === 'en' ? 'Comment' : 'Comentario';
  const handler = createOdsHandler({
    sheet(name, styleName) {
      part += 1;
      tally.name(part, name);
      if (styles.isHidden(styleName)) tally.note(part, 'hidden sheet');
      rows = createSheetRows(
        [],
        () => ++tables,
        (block) => out.push(block),
      );
    },
    endSheet() {
      rows?.end();
      out.push(...after);
      after = [];
    },
    row: (draft) => rows?.row({ ...draft, part }),
    comment: (ref, author, text) =>
      after.push({
        kind: 'paragraph',
        text: `[${word}${author === '' ? '' : ` (${author})`}] ${text}`,
        place: { part, range: ref },
      }),
    shape(text) {
      if (text !== '') after.push({ kind: 'paragraph', text, place: { part } });
    },
    note: (text) => tally.note(Math.max(part, 1), text),
  });
  const send = async () => {
    const blocks = out.splice(0);
    for (const block of blocks) tally.add(block);
    if (blocks.length > 0) await emit.blocks(blocks);
  };
  const { complete } = await pack.scan('content.xml', splitAtBody(styles, handler), async (done) => {
    if (out.length < blocksAtOnce) return;
    await send();
    await emit.quality(tally.finished(part));
    await emit.progress(done, null);
  });
  if (!complete) emit.warn('The workbook is cut off: what came before the end was read');
  await send();
  await sendOdfAttachments(pack, emit);
  await emit.quality(tally.finished(Number.POSITIVE_INFINITY, Math.max(part, 1)));
  return { ...properties, parts: Math.max(part, 1) };
};
