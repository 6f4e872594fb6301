import type { FailureReason, FileFormat } from '../contract.ts';
import { type Container, findMagic } from './magic.ts';
import { findTextFormat } from './text-format.ts';

/** A file that is read, with a sentence for the user when its name says something else. */
export type Detected = { format: FileFormat; warning?: string };
/** A file that is not read, and why. */
export type Undetected = { reason: FailureReason; detail: string };
/**
 * The type of a file by its first bytes (64 KiB are plenty, 1 KiB mostly enough). The name only decides between kinds of plain text,
 * which content cannot tell apart; where it contradicts the content, the content wins and the result carries a warning.
 */
export function detectFormat(head: Uint8Array, name: string): Detected | Undetected | Container {
  if (head.length === 0) return { reason: 'empty', detail: 'the file has no bytes' };
  const magic = findMagic(head);
  if (magic !== null && 'container' in magic) return magic;
  if (magic !== null && 'unsupported' in magic) {
    return { reason: 'unsupported', detail: `the file is ${magic.unsupported}, which is not read` };
  }
  if (magic !== null) return withWarning(magic.format, name);
  const text = findTextFormat(head, extensionOf(name));
  if (text !== null) return withWarning(text, name);
  return { reason: 'unsupported', detail: `the content is binary and of no type that is read${claim(name)}` };
}

const byExtension: Record<string, FileFormat> = {
  pdf: 'pdf',
  docx: 'docx',
  docm: 'docx',
  dotx: 'docx',
  dotm: 'docx',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
  xltx: 'xlsx',
  pptx: 'pptx',
  pptm: 'pptx',
  ppsx: 'pptx',
  potx: 'pptx',
  odt: 'odt',
  ott: 'odt',
  ods: 'ods',
  ots: 'ods',
  odp: 'odp',
  otp: 'odp',
  rtf: 'rtf',
  doc: 'doc',
  dot: 'doc',
  xls: 'xls',
  ppt: 'ppt',
  pps: 'ppt',
  eml: 'eml',
  msg: 'msg',
  mbox: 'mbox',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  txt: 'text',
  md: 'markdown',
  markdown: 'markdown',
  csv: 'csv',
  tsv: 'tsv',
  json: 'json',
  xml: 'xml',
  png: 'png',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  tif: 'tiff',
  tiff: 'tiff',
  gif: 'gif',
  bmp: 'bmp',
  webp: 'webp',
};

/** Plain-text kinds shade into each other: a CSV named .txt deserves no warning. */
const plainText: ReadonlySet<FileFormat> = new Set(['text', 'markdown', 'csv', 'tsv', 'json', 'xml', 'html']);

/** Adds the warning of a mislabelled file. Exported for `detectContainer`. */
export function withWarning(format: FileFormat, name: string): Detected {
  const claimed = byExtension[extensionOf(name)];
  if (claimed === undefined || claimed === format) return { format };
  if (plainText.has(claimed) && plainText.has(format)) return { format };
  return {
    format,
    warning: `The file is named .${extensionOf(name)} but its content is ${format}; it was read as ${format}.`,
  };
}

/** The format that a name claims, or null. */
export function findClaimedFormat(name: string): FileFormat | null {
  return byExtension[extensionOf(name)] ?? null;
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}

function claim(name: string): string {
  const extension = extensionOf(name);
  return byExtension[extension] === undefined ? '' : `, although the name ends in .${extension}`;
}
