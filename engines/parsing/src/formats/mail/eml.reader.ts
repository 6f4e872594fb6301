import PostalMime, { type Address, type Email } from 'postal-mime';
import type { Attachment } from '../../contract.ts';
import { type Emit, ParseFailure, type Reader, type ReadMetadata } from '../../reader.ts';
import { compactProperties, rfc3339 } from '../office/office-properties.ts';
import { type MailMessage, mailBlocks } from './mail-blocks.ts';

const maxBytes = 256 * 1024 * 1024;

/** One RFC 5322 message; attachments and enclosed messages are handed on to be read as files of their own. */
export const readEml: Reader = async (input, emit) => {
  const bytes = await input.bytes();
  if (bytes.length > maxBytes)
    throw new ParseFailure('too_large', `messages of more than ${maxBytes} bytes are not read`);
  const { message, email } = await parseMessage(bytes, input.limits.maxDepth);
  if (email.headers.length === 0) throw new ParseFailure('broken', 'the message has no header');
  let tables = 0;
  await sendMessage(message, 1, () => ++tables, emit);
  return { ...messageProperties(email), parts: 1 };
};

/** @throws ParseFailure `too_deep` when parts are nested beyond the limit, `broken` when the structure does not hold together. */
export async function parseMessage(
  bytes: Uint8Array,
  maxDepth: number,
): Promise<{ message: MailMessage; email: Email }> {
  let email: Email;
  try {
    email = await PostalMime.parse(bytes, {
      forceRfc822Attachments: true,
      attachmentEncoding: 'arraybuffer',
      maxNestingDepth: maxDepth * 8,
      maxHeadersSize: 4 * 1024 * 1024,
    });
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new ParseFailure(
      /nesting/i.test(text) ? 'too_deep' : 'broken',
      `the message does not hold together: ${text}`,
      { cause },
    );
  }
  return {
    message: { fields: fieldsOf(email), text: email.text, html: email.html, attachments: attachmentsOf(email) },
    email,
  };
}

function fieldsOf(email: Email): MailMessage['fields'] {
  const header = (name: string) => email.headers.find((each) => each.key === name)?.value.trim();
  const fields: { name: string; value: string | undefined }[] = [
    { name: 'From', value: addressText(email.from === undefined ? [] : [email.from]) },
    { name: 'To', value: addressText(email.to ?? []) },
    { name: 'Cc', value: addressText(email.cc ?? []) },
    { name: 'Bcc', value: addressText(email.bcc ?? []) },
    { name: 'Reply-To', value: addressText(email.replyTo ?? []) },
    { name: 'Date', value: header('date') },
    { name: 'Subject', value: email.subject },
  ];
  return fields.filter(
    (field): field is { name: string; value: string } => field.value !== undefined && field.value.trim() !== '',
  );
}

function addressText(addresses: readonly Address[]): string {
  return addresses
    .map((each) => {
      const { name, address, group } = each as { name: string; address?: string; group?: Address[] };
      if (group !== undefined) return `${name}: ${addressText(group)}`;
      return name === '' || name === address ? (address ?? name) : `${name} <${address ?? ''}>`;
    })
    .join(', ');
}

function attachmentsOf(email: Email): Attachment[] {
  return email.attachments.map((each, at) => {
    const content = each.content;
    const bytes =
      typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content as ArrayBuffer);
    const name = each.filename?.split(/[\\/]/).at(-1)?.trim();
    return {
      name: name === undefined || name === '' ? defaultName(each.mimeType, at + 1) : name,
      mediaType: each.mimeType,
      bytes,
    };
  });
}

function defaultName(mediaType: string, number: number): string {
  const extension: Record<string, string> = {
    'message/rfc822': 'eml',
    'text/calendar': 'ics',
    'text/plain': 'txt',
    'text/html': 'html',
    'application/pdf': 'pdf',
    'image/png': 'png',
    'image/jpeg': 'jpg',
  };
  return `adjunto-${number}.${extension[mediaType] ?? 'bin'}`;
}

/** Sends a message as one part: blocks, attachments, quality. */
export async function sendMessage(
  message: MailMessage,
  part: number,
  nextTable: () => number,
  emit: Emit,
): Promise<void> {
  const { blocks, images } = mailBlocks(message, part, nextTable);
  const notes: string[] = [...(message.notes ?? [])];
  for (const attachment of message.attachments) {
    if (attachment.mediaType === 'text/calendar' || attachment.mediaType === 'message/delivery-status') {
      const text = new TextDecoder().decode(attachment.bytes).trim();
      if (text !== '') blocks.push({ kind: 'paragraph', text: text.slice(0, 100_000), place: { part } });
    } else if (
      /^application\/(?:vnd\.)?ms-tnef$/i.test(attachment.mediaType ?? '') ||
      /^winmail\.dat$/i.test(attachment.name)
    ) {
      notes.push('winmail.dat (Outlook rich text) not read');
    } else if (/^application\/(?:pkcs7|x-pkcs7)-mime$/i.test(attachment.mediaType ?? ''))
      notes.push('encrypted or signed content (S/MIME) not read');
    else if (attachment.bytes.length > 0) await emit.attachment(attachment);
  }
  const embedded = message.attachments.filter((each) => each.mediaType?.startsWith('image/')).length;
  if (images > embedded) notes.push('linked image not loaded');
  await emit.blocks(blocks);
  const characters = blocks.reduce((sum, block) => sum + block.text.length, 0);
  const subject = message.fields.find((field) => field.name === 'Subject')?.value;
  await emit.quality([
    {
      part,
      kind: 'message',
      ...(subject === undefined ? {} : { name: subject }),
      method: characters > 0 ? 'text' : notes.length > 0 ? 'unread' : 'empty',
      characters,
      ...(notes.length > 0 ? { notes } : {}),
    },
  ]);
}

export function messageProperties(email: Email): Omit<ReadMetadata, 'parts'> {
  const from = email.from === undefined ? undefined : addressText([email.from]);
  return compactProperties({
    title: email.subject,
    author: from,
    created: rfc3339(email.date),
    modified: undefined,
    language: undefined,
  });
}
