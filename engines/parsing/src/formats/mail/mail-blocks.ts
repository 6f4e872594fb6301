import type { Attachment, Block } from '../../contract.ts';
import { htmlBlocks } from '../text/html-blocks.ts';
import { mailBodyBlocks } from './mail-body.ts';

/** A message as every mail format gives it. */
export type MailMessage = {
  /** Field names as the file writes them, values decoded. */
  fields: readonly { name: string; value: string }[];
  text?: string;
  html?: string;
  attachments: readonly Attachment[];
  /** What could not be read of it. */
  notes?: readonly string[];
};

/** Header fields, then the body: the plain text, unless it is only a stand-in for the HTML. */
export function mailBlocks(
  message: MailMessage,
  part: number,
  nextTable: () => number,
): { blocks: Block[]; images: number } {
  const blocks: Block[] = message.fields.map(({ name, value }) => ({
    kind: 'header-field',
    text: `${name}: ${value}`,
    place: { part },
  }));
  const plain = message.text?.trim() ?? '';
  const html =
    message.html === undefined || message.html.trim() === '' ? null : htmlBlocks(message.html, { part, nextTable });
  const htmlLength = html?.blocks.reduce((sum, block) => sum + block.text.length, 0) ?? 0;
  // Tables are lost in the plain alternative, and some senders put a single line there.
  const hasTable = html?.blocks.some((block) => block.kind === 'table-row') ?? false;
  const useHtml = html !== null && (plain === '' || hasTable || plain.length * 3 < htmlLength);
  blocks.push(...(useHtml ? html.blocks : mailBodyBlocks(plain, part)));
  return { blocks, images: html?.images ?? 0 };
}
