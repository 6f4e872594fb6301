import { ReplicationError } from './replication.errors.ts';

export type TarEntry = {
  path: string;
  kind: 'file' | 'directory' | 'link';
  /** Permission bits. */
  mode: number;
  size: number;
  /** To be read to its end before the next entry is asked for. */
  body: AsyncIterable<Buffer>;
};

const blockBytes = 512;

/**
 * Entries of a tar stream as PostgreSQL writes it (ustar; long names by GNU or pax headers), in order, without holding a file. O(1) memory.
 * @throws ReplicationError `malformed`
 */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<TarEntry, void, undefined> {
  const bytes = cursorOf(source);
  let longName: string | null = null;
  while (true) {
    const header = await bytes.exactly(blockBytes);
    // Two empty blocks end an archive; PostgreSQL before 15 leaves them out, so the end of the stream is an end too.
    if (header === null || header.every((byte) => byte === 0)) break;
    checkSum(header);
    const type = String.fromCharCode(header[156]!);
    const size = numberAt(header, 124, 12);
    if (type === 'L' || type === 'x') {
      const extra = await wholeBody(bytes, size);
      longName = type === 'L' ? textOf(extra) : (paxPath(extra.toString('utf8')) ?? longName);
      continue;
    }
    const path = longName ?? nameOf(header);
    longName = null;
    const kind = kindOf(type);
    const length = kind === 'file' ? size : 0;
    let left = length;
    const body = (async function* () {
      while (left > 0) {
        const piece = await bytes.upTo(left);
        left -= piece.length;
        yield piece;
      }
    })();
    yield { path, kind, mode: numberAt(header, 100, 8) & 0o7777, size: length, body };
    if (left > 0) throw new ReplicationError('malformed', `The archive was left in the middle of ${path}.`);
    await bytes.skip(padding(length));
  }
  await bytes.drain();
}

type Cursor = {
  exactly(count: number): Promise<Buffer | null>;
  upTo(count: number): Promise<Buffer>;
  skip(count: number): Promise<void>;
  drain(): Promise<void>;
};

function cursorOf(source: AsyncIterable<Buffer>): Cursor {
  const iterator = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const cut = () => new ReplicationError('malformed', 'The archive ends in the middle.');
  const fill = async (): Promise<boolean> => {
    while (held.length === 0) {
      const { value, done } = await iterator.next();
      if (done) return false;
      held = value;
    }
    return true;
  };
  const upTo = async (count: number): Promise<Buffer> => {
    if (!(await fill())) throw cut();
    const piece = held.subarray(0, count);
    held = held.subarray(piece.length);
    return piece;
  };
  return {
    upTo,
    async exactly(count) {
      if (!(await fill())) return null;
      if (held.length >= count) return await upTo(count);
      const parts: Buffer[] = [];
      for (let left = count; left > 0; ) {
        const piece = await upTo(left);
        parts.push(piece);
        left -= piece.length;
      }
      return Buffer.concat(parts);
    },
    async skip(count) {
      for (let left = count; left > 0; ) left -= (await upTo(left)).length;
    },
    async drain() {
      while (!(await iterator.next()).done) held = Buffer.alloc(0);
    },
  };
}

function kindOf(type: string): TarEntry['kind'] {
  if (type === '0' || type === '\0') return 'file';
  if (type === '5') return 'directory';
  if (type === '1' || type === '2') return 'link';
  throw new ReplicationError('malformed', `The archive has an entry of the unknown type "${type}".`);
}

async function wholeBody(bytes: Cursor, size: number): Promise<Buffer> {
  if (size > 65_536) throw new ReplicationError('malformed', 'The archive has a name of more than 64 KiB.');
  const body = size === 0 ? Buffer.alloc(0) : Buffer.from((await bytes.exactly(size)) ?? []);
  await bytes.skip(padding(size));
  return body;
}

const padding = (size: number) => (blockBytes - (size % blockBytes)) % blockBytes;

function textOf(field: Buffer): string {
  const end = field.indexOf(0);
  return field.subarray(0, end === -1 ? field.length : end).toString('utf8');
}

function nameOf(header: Buffer): string {
  const prefix = textOf(header.subarray(345, 500));
  const name = textOf(header.subarray(0, 100));
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Octal text, or base 256 when the first bit is set (files above 8 GiB). */
function numberAt(header: Buffer, at: number, length: number): number {
  if ((header[at]! & 0x80) !== 0) {
    let value = header[at]! & 0x7f;
    for (let i = 1; i < length; i += 1) value = value * 256 + header[at + i]!;
    return value;
  }
  const text = textOf(header.subarray(at, at + length)).trim();
  if (!/^[0-7]*$/.test(text)) throw new ReplicationError('malformed', 'The archive has a header without a number.');
  return text === '' ? 0 : Number.parseInt(text, 8);
}

function checkSum(header: Buffer): void {
  let sum = 0;
  for (let i = 0; i < blockBytes; i += 1) sum += i >= 148 && i < 156 ? 32 : header[i]!;
  if (sum !== numberAt(header, 148, 8)) throw new ReplicationError('malformed', 'The archive has a damaged header.');
}

/** Records are `<length> key=value\n`. */
function paxPath(text: string): string | null {
  return /(?:^|\n)\d+ path=(.*)\n/.exec(text)?.[1] ?? null;
}
