import { createReadStream } from 'node:fs';
import type { FailureReason, ParseEvent, Parser, PartQuality } from '@nexus/parsing';
import { createPassageBuilder, type Passage } from '@nexus/search';
import { findFiles } from './find-files.ts';

export type ReadFile = {
  path: string;
  title: string;
  format: string;
  language: 'es' | 'en' | 'und';
  day: number | null;
  parts: number;
  passages: Passage[];
};

export type UnreadFile = { path: string; reason: FailureReason | 'nested_too_deep'; detail: string };
export type FolderReading = { files: ReadFile[]; unread: UnreadFile[] };
export type FolderProgress = { done: number; total: number; pages: number; path: string };

const maxAttachmentDepth = 8;

/** Reads every file of a folder, attachments included, with as many at a time as the parser has children. */
export async function readFolder(
  root: string,
  parser: Parser,
  {
    atOnce,
    onProgress,
    signal,
  }: { atOnce: number; onProgress?: (progress: FolderProgress) => void; signal?: AbortSignal },
): Promise<FolderReading> {
  const found = await findFiles(root);
  const reading: FolderReading = { files: [], unread: [] };
  let done = 0;
  let pages = 0;
  const queue = found.values();

  async function work(): Promise<void> {
    for (const file of queue) {
      if (signal?.aborted) return;
      await readOne(file.path, () => createReadStream(file.absolute), 0);
      done += 1;
      onProgress?.({ done, total: found.length, pages, path: file.path });
    }
  }

  async function readOne(path: string, open: () => AsyncIterable<Uint8Array>, depth: number): Promise<void> {
    const quality = new Map<number, PartQuality>();
    const builder = createPassageBuilder({ part: (part) => quality.get(part) });
    const passages: Passage[] = [];
    const attachments: { name: string; bytes: Uint8Array }[] = [];
    for await (const event of parser.parse({ name: path, bytes: open(), ...(signal ? { signal } : {}) })) {
      if (event.type === 'blocks') passages.push(...builder.add(event.blocks));
      else if (event.type === 'quality') for (const part of event.parts) quality.set(part.part, part);
      else if (event.type === 'attachment') attachments.push(event.attachment);
      else if (event.type === 'failed') reading.unread.push({ path, reason: event.reason, detail: event.detail });
      else if (event.type === 'done') {
        passages.push(...builder.finish());
        pages += event.metadata.parts;
        if (passages.length > 0) reading.files.push(readFile(path, event, passages));
        else reading.unread.push({ path, reason: 'no_text', detail: event.warnings.join('; ') });
      }
    }
    for (const attachment of attachments) {
      const below = `${path} › ${attachment.name}`;
      if (depth >= maxAttachmentDepth) reading.unread.push({ path: below, reason: 'nested_too_deep', detail: '' });
      else await readOne(below, () => once(attachment.bytes), depth + 1);
    }
  }

  await Promise.all(Array.from({ length: atOnce }, work));
  return reading;
}

function readFile(path: string, { metadata }: Extract<ParseEvent, { type: 'done' }>, passages: Passage[]): ReadFile {
  const time = Date.parse(metadata.modified ?? metadata.created ?? '');
  return {
    path,
    title: metadata.title?.trim() || path.slice(path.lastIndexOf('/') + 1).replace(/\.[\p{L}\p{N}]{1,8}$/u, ''),
    format: metadata.format,
    language: metadata.language,
    day: Number.isFinite(time) ? Math.floor(time / 86_400_000) : null,
    parts: metadata.parts,
    passages,
  };
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
