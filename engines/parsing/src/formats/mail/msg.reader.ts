import type { Attachment, Block } from '../../contract.ts';
import { type Emit, ParseFailure, type Reader } from '../../reader.ts';
import { compactProperties, rfc3339 } from '../office/office-properties.ts';
import { openCompoundFile } from '../office/ole/compound-file.ts';
import { createRtfDocument } from '../office/rtf/rtf-document.ts';
import { decodeCodePage } from '../office/rtf/rtf-fonts.ts';
import { createRtfLexer } from '../office/rtf/rtf-lexer.ts';
import { decodeHtml } from '../text/html-encoding.ts';
import { newDecodingTally } from '../text/text-encoding.ts';
import { decompressRtf } from './compressed-rtf.ts';
import { sendMessage } from './eml.reader.ts';
import type { MailMessage } from './mail-blocks.ts';
import { type MsgStorage, openMsgStorage } from './msg-storage.ts';

/**
 * Outlook messages. A message attached to a message lies in the same file without bytes of its own: it is read as a further part. Read over our
 * own compound-file directory, in which every chain is bounded.
 */
export const readMsg: Reader = async (input, emit) => {
  const file = openCompoundFile(await input.bytes());
  if (file === null || !file.streams.some((name) => name.startsWith('__')))
    throw new ParseFailure('broken', 'the file is no Outlook message');
  const root = openMsgStorage(file, '', 'message');
  let tables = 0;
  let parts = 0;
  const read = async (storage: MsgStorage, depth: number): Promise<void> => {
    if (depth > input.limits.maxDepth)
      throw new ParseFailure('too_deep', `messages nested more than ${input.limits.maxDepth} deep`);
    parts += 1;
    const { message, nested } = messageOf(storage, emit);
    await sendMessage(message, parts, () => ++tables, emit);
    for (const each of nested) await read(each, depth + 1);
  };
  await read(root, 1);
  const sent = root.time(0x0039) ?? root.time(0x0e06);
  const properties = compactProperties({
    title: root.text(0x0037),
    author: senderOf(root),
    created: rfc3339(sent),
    modified: rfc3339(root.time(0x3008)),
    language: undefined,
  });
  return { ...properties, parts };
};

function messageOf(storage: MsgStorage, emit: Emit): { message: MailMessage; nested: MsgStorage[] } {
  const notes: string[] = [];
  const attachments: Attachment[] = [];
  const nested: MsgStorage[] = [];
  for (const each of storage.children('__attach_version1.0_#')) {
    const inner = each.child('__substg1.0_3701000D');
    const name = each.text(0x3707) ?? each.text(0x3704) ?? each.text(0x3001) ?? 'adjunto';
    const bytes = each.binary(0x3701);
    if (inner !== null && (inner.text(0x001a) !== undefined || inner.text(0x0037) !== undefined)) nested.push(inner);
    else if (bytes !== undefined && bytes.length > 0) {
      const mediaType = each.text(0x370e);
      attachments.push({ name: name.split(/[\\/]/).at(-1)!, ...(mediaType === undefined ? {} : { mediaType }), bytes });
    } else notes.push(`attachment not stored in the message: ${name}`);
  }
  const kind = storage.text(0x001a);
  if (kind !== undefined && !/^(?:IPM\.Note|REPORT|IPM\.Post)/i.test(kind))
    emit.warn(`Outlook item of type ${kind}: only its text is read`);
  const sent = storage.time(0x0039) ?? storage.time(0x0e06);
  const fields = [
    { name: 'From', value: senderOf(storage) },
    ...recipientFields(storage),
    { name: 'Date', value: rfc3339(sent) },
    { name: 'Subject', value: storage.text(0x0037) },
  ].filter((field): field is { name: string; value: string } => field.value !== undefined && field.value.trim() !== '');
  return { message: { fields, ...bodyOf(storage, notes), attachments, notes }, nested };
}

function senderOf(storage: MsgStorage): string | undefined {
  const name = storage.text(0x0c1a) ?? storage.text(0x0042);
  const address = storage.text(0x5d01) ?? storage.text(0x5d02) ?? storage.text(0x0c1f) ?? storage.text(0x0065);
  return named(name, address);
}

/** Internal Exchange addresses (`/O=...`) say nothing to a reader. */
function named(name: string | undefined, address: string | undefined): string | undefined {
  const shown = address?.includes('@') ? address : undefined;
  if (name === undefined || name === '' || name === shown) return shown ?? name;
  return shown === undefined ? name : `${name} <${shown}>`;
}

function recipientFields(storage: MsgStorage): { name: string; value: string | undefined }[] {
  const lists: Record<number, string[]> = { 1: [], 2: [], 3: [] };
  for (const each of storage.children('__recip_version1.0_#')) {
    const text = named(each.text(0x3001), each.text(0x39fe) ?? each.text(0x3003));
    if (text !== undefined) lists[each.integer(0x0c15) ?? 1]?.push(text);
  }
  return [
    { name: 'To', value: lists[1]!.join(', ') || storage.text(0x0e04) },
    { name: 'Cc', value: lists[2]!.join(', ') || storage.text(0x0e03) },
    { name: 'Bcc', value: lists[3]!.join(', ') || storage.text(0x0e02) },
  ];
}

function bodyOf(storage: MsgStorage, notes: string[]): Pick<MailMessage, 'text' | 'html'> {
  const text = storage.text(0x1000);
  const bytes = storage.binary(0x1013);
  const codePage = storage.integer(0x3fde);
  const html =
    bytes === undefined
      ? storage.text(0x1013)
      : codePage === undefined || codePage === 65001
        ? decodeHtml(bytes, newDecodingTally())
        : decodeCodePage(bytes, codePage);
  if (text !== undefined || html !== undefined)
    return { ...(text === undefined ? {} : { text }), ...(html === undefined ? {} : { html }) };
  const compressed = storage.binary(0x1009);
  if (compressed === undefined) return {};
  const rtf = decompressRtf(compressed);
  if (rtf === null) {
    notes.push('rich text body not read');
    return {};
  }
  return { text: rtfText(rtf) };
}

/** The text of an RTF body, paragraphs parted by blank lines. */
function rtfText(rtf: Uint8Array): string {
  const blocks: Block[] = [];
  const document = createRtfDocument({ emit: (block) => blocks.push(block), countPages: false, note: () => {} });
  const lexer = createRtfLexer(rtf);
  for (let token = lexer.next(); token !== null; token = lexer.next()) document.token(token);
  document.end();
  return blocks.map((block) => block.text).join('\n\n');
}
