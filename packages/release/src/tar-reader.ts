import { ArchiveError, blockBytes, decodeHeader, decodePax } from './tar-header.ts';

export type ReadEntry = {
  kind: 'file' | 'link' | 'folder';
  path: string;
  target: string;
  size: number;
  /** Its bytes, to be read to the end before the next entry. */
  content: AsyncIterable<Uint8Array>;
};

const maxPaxBytes = 65_536;

/**
 * The entries of an archive as they come, holding one chunk in memory. Knows files, links and folders, and refuses all else (devices, hard links).
 * @throws ArchiveError when the archive is cut or is none
 */
export async function* readTar(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ReadEntry> {
  const source = createByteSource(chunks);
  let pax: { path?: string; linkpath?: string } = {};
  while (true) {
    const header = decodeHeader(await source.take(blockBytes));
    // To the very end, because the compression's own checksum comes last.
    if (header === null) return await source.drain();
    if (header.type === 'x') {
      if (header.size > maxPaxBytes) throw new ArchiveError('pax record too large');
      pax = decodePax(await source.take(header.size));
      await source.take(padOf(header.size));
      continue;
    }
    const kind = { '0': 'file', '2': 'link', '5': 'folder' }[header.type] as ReadEntry['kind'] | undefined;
    if (!kind) throw new ArchiveError(`entry of a kind that no bundle has (${header.type})`);
    const size = kind === 'file' ? header.size : 0;
    let left = size;
    async function* content() {
      while (left > 0) {
        const chunk = await source.some(left);
        left -= chunk.length;
        yield chunk;
      }
    }
    yield {
      kind,
      path: (pax.path ?? header.name).replace(/\/$/, ''),
      target: pax.linkpath ?? header.target,
      size,
      content: content(),
    };
    while (left > 0) left -= (await source.some(left)).length;
    await source.take(padOf(size));
    pax = {};
  }
}

const padOf = (size: number) => (blockBytes - (size % blockBytes)) % blockBytes;

function createByteSource(chunks: AsyncIterable<Uint8Array>) {
  const iterator = chunks[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();
  /** At least one byte and at most `limit`. */
  async function some(limit: number): Promise<Uint8Array> {
    while (rest.length === 0) {
      const next = await iterator.next();
      if (next.done) throw new ArchiveError('the archive ends too early');
      rest = next.value;
    }
    const part = rest.subarray(0, limit);
    rest = rest.subarray(part.length);
    return part;
  }
  async function take(length: number): Promise<Uint8Array> {
    const whole = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      const part = await some(length - at);
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
  async function drain(): Promise<void> {
    while (!(await iterator.next()).done);
  }
  return { some, take, drain };
}
