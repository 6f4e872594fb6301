import type { Block, LineBox, PartQuality, Place } from '../contract.ts';
import { FrameError } from './frames.ts';
import type { FromChild, ImageHeader } from './messages.ts';

type Fields = Record<string, unknown>;

const kinds = new Set(['heading', 'paragraph', 'list-item', 'table-row', 'code', 'header-field']);
const partKinds = new Set(['page', 'sheet', 'slide', 'section', 'message']);
const methods = new Set(['text', 'ocr', 'empty', 'unread']);
const reasons = new Set(
  'empty unsupported encrypted broken bomb too_large too_deep timeout memory needs_libreoffice no_text crashed'.split(
    ' ',
  ),
);
const languages = new Set(['es', 'en', 'und']);
const MAX_DETAIL = 2000;

/**
 * Checks what a child sent before anything of the vault relies on its shape: a file that takes a parser over must not get further than
 * a strange document. @throws FrameError for anything that is no message.
 */
export function checkMessage(header: unknown): FromChild {
  const message = fields(header, 'message');
  switch (message['type']) {
    case 'ready':
      break;
    case 'idle':
      ensure(typeof message['worn'] === 'boolean', 'idle');
      break;
    case 'blocks':
      for (const block of list(message['blocks'], 'blocks')) checkBlock(block);
      break;
    case 'quality':
      for (const part of list(message['parts'], 'parts')) checkQuality(part);
      break;
    case 'attachment':
      ensure(isText(message['name']) && isOptional(message['mediaType'], isText), 'attachment');
      break;
    case 'progress':
      ensure(isCount(message['done']) && (message['total'] === null || isCount(message['total'])), 'progress');
      break;
    case 'image':
      checkImage(message);
      break;
    case 'done':
      checkMetadata(message['metadata']);
      ensure(list(message['warnings'], 'warnings').every(isText), 'warnings');
      break;
    case 'convert':
      ensure(['doc', 'xls', 'ppt'].includes(message['format'] as string), 'convert');
      ensure(list(message['warnings'], 'warnings').every(isText), 'warnings');
      break;
    case 'failed':
      ensure(reasons.has(message['reason'] as string) && isText(message['detail']), 'failed');
      return {
        type: 'failed',
        reason: message['reason'] as never,
        detail: (message['detail'] as string).slice(0, MAX_DETAIL),
      };
    default:
      throw new FrameError('an unknown message');
  }
  return header as FromChild;
}

/** The OCR child's blocks and quality, checked in the same way. */
export function checkRecognised(header: unknown): { blocks: readonly Block[]; quality: PartQuality } {
  const message = fields(header, 'recognised');
  for (const block of list(message['blocks'], 'blocks')) checkBlock(block);
  checkQuality(message['quality']);
  return { blocks: message['blocks'] as readonly Block[], quality: message['quality'] as PartQuality };
}

function checkBlock(value: unknown): asserts value is Block {
  const block = fields(value, 'block');
  ensure(kinds.has(block['kind'] as string) && isText(block['text']), 'block');
  ensure(isOptional(block['level'], isCount) && isOptional(block['table'], isCount), 'block numbers');
  if (block['header'] !== undefined) ensure(list(block['header'], 'header').every(isText), 'header');
  if (block['cells'] !== undefined) {
    for (const cell of list(block['cells'], 'cells')) {
      const { ref, text } = fields(cell, 'cell');
      ensure(isText(ref) && isText(text), 'cell');
    }
  }
  checkPlace(block['place'], (block['text'] as string).length);
}

function checkPlace(value: unknown, length: number): asserts value is Place {
  const place = fields(value, 'place');
  ensure(isCount(place['part']), 'part');
  ensure(isOptional(place['range'], isText) && isOptional(place['line'], isCount), 'place');
  if (place['lines'] === undefined) return;
  for (const line of list(place['lines'], 'lines')) checkLine(line, length);
}

function checkLine(value: unknown, length: number): asserts value is LineBox {
  const { start, end, rect } = fields(value, 'line');
  ensure(isCount(start) && isCount(end) && start <= end && end <= length, 'line offsets');
  ensure(list(rect, 'rect').length === 4 && (rect as unknown[]).every(isFraction), 'rect');
}

function checkQuality(value: unknown): asserts value is PartQuality {
  const part = fields(value, 'quality');
  ensure(
    isCount(part['part']) && partKinds.has(part['kind'] as string) && methods.has(part['method'] as string),
    'quality',
  );
  ensure(isCount(part['characters']) && isOptional(part['name'], isText), 'quality');
  ensure(isOptional(part['confidence'], isNumber) && isOptional(part['garbage'], isNumber), 'quality numbers');
  if (part['notes'] !== undefined) ensure(list(part['notes'], 'notes').every(isText), 'notes');
  if (part['size'] !== undefined) ensure(isSize(part['size']), 'size');
}

function checkImage(value: Fields): asserts value is Fields & ImageHeader {
  ensure(isCount(value['part']) && partKinds.has(value['kind'] as string), 'image');
  ensure(
    isCount(value['width']) && isCount(value['height']) && isNumber(value['dpi']) && isSize(value['size']),
    'image',
  );
}

function checkMetadata(value: unknown): void {
  const metadata = fields(value, 'metadata');
  ensure(isText(metadata['format']) && isCount(metadata['parts']), 'metadata');
  for (const key of ['title', 'author', 'created', 'modified']) ensure(isOptional(metadata[key], isText), key);
  ensure(
    isOptional(metadata['language'], (language) => languages.has(language as string)),
    'language',
  );
}

function fields(value: unknown, what: string): Fields {
  ensure(typeof value === 'object' && value !== null && !Array.isArray(value), what);
  return value as Fields;
}

function list(value: unknown, what: string): unknown[] {
  ensure(Array.isArray(value), what);
  return value;
}

function ensure(condition: boolean, what: string): asserts condition {
  if (!condition) throw new FrameError(`a message with a wrong ${what}`);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isFraction = (value: unknown): boolean => isNumber(value) && value >= 0 && value <= 1;
const isSize = (value: unknown): boolean => Array.isArray(value) && value.length === 2 && value.every(isNumber);
const isOptional = (value: unknown, check: (value: unknown) => boolean): boolean => value === undefined || check(value);
