import {
  type Attachment,
  type Block,
  defaultLimits,
  type FileFormat,
  type ParseLimits,
  type PartQuality,
} from '../../../contract.ts';
import type { Reader, ReadMetadata } from '../../../reader.ts';

/** Everything that a reader sent, for tests. */
export type ReadResult = {
  blocks: Block[];
  quality: PartQuality[];
  attachments: Attachment[];
  warnings: string[];
  metadata: ReadMetadata;
  /** Texts of all blocks, one a line. */
  text: string;
};

export type RunOptions = { name?: string; format?: FileFormat; limits?: Partial<ParseLimits>; chunkBytes?: number };

/** Runs a reader over bytes as the sandboxed child does, without the child. */
export async function runReader(reader: Reader, bytes: Uint8Array, options: RunOptions = {}): Promise<ReadResult> {
  const { name = 'file', format = 'text', limits, chunkBytes = 65_536 } = options;
  const blocks: Block[] = [];
  const quality: PartQuality[] = [];
  const attachments: Attachment[] = [];
  const warnings: string[] = [];
  const metadata = await reader(
    {
      name,
      format,
      limits: { ...defaultLimits, ...limits },
      bytes: async () => bytes,
      stream: chunksOf(bytes, chunkBytes),
    },
    {
      async blocks(more) {
        for (const block of more) blocks.push(block);
      },
      async quality(parts) {
        quality.push(...parts);
      },
      async attachment(attachment) {
        attachments.push(attachment);
      },
      async progress() {},
      async image() {
        throw new Error('office, text and mail files hold no pages to recognise');
      },
      warn(text) {
        if (!warnings.includes(text)) warnings.push(text);
      },
    },
  );
  return { blocks, quality, attachments, warnings, metadata, text: blocks.map((block) => block.text).join('\n') };
}

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
