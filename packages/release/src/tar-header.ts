/** POSIX ustar headers with pax records for long names (IEEE Std 1003.1, pax interchange format). Files and symbolic links, nothing else. */
export type TarEntry = { path: string; mode: number; size: number; time: Date } & (
  | { kind: 'file' }
  | { kind: 'link'; target: string }
);

export const blockBytes = 512;

/** The bytes are no archive that is whole. */
export class ArchiveError extends Error {}

export function encodeHeader(entry: TarEntry): Buffer {
  const target = entry.kind === 'link' ? entry.target : '';
  const needsPax = Buffer.byteLength(entry.path) > 100 || Buffer.byteLength(target) > 100;
  const records = needsPax ? paxRecord('path', entry.path) + (target ? paxRecord('linkpath', target) : '') : '';
  const pax = needsPax
    ? [
        header({ name: 'pax', mode: 0o644, size: Buffer.byteLength(records), time: entry.time, type: 'x', target: '' }),
        padded(Buffer.from(records)),
      ]
    : [];
  const type = entry.kind === 'link' ? '2' : '0';
  const own = header({
    name: cut(entry.path),
    mode: entry.mode,
    size: entry.size,
    time: entry.time,
    type,
    target: cut(target),
  });
  return Buffer.concat([...pax, own]);
}

export function padding(size: number): Buffer {
  return Buffer.alloc((blockBytes - (size % blockBytes)) % blockBytes);
}

const cut = (text: string) => Buffer.from(text).subarray(0, 100).toString('latin1');
const padded = (bytes: Buffer) => Buffer.concat([bytes, padding(bytes.length)]);

type Fields = { name: string; mode: number; size: number; time: Date; type: string; target: string };

function header({ name, mode, size, time, type, target }: Fields): Buffer {
  const block = Buffer.alloc(blockBytes);
  const octal = (value: number, offset: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, offset, 'latin1');
  block.write(name, 0, 100, 'latin1');
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(Math.floor(time.getTime() / 1_000), 136, 12);
  block.write('        ', 148, 'latin1');
  block.write(type, 156, 'latin1');
  block.write(target, 157, 100, 'latin1');
  block.write('ustar\x0000', 257, 'latin1');
  block.write('root', 265, 'latin1');
  block.write('root', 297, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** `<length> <key>=<value>\n`, where the length counts its own digits. */
function paxRecord(key: string, value: string): string {
  const body = Buffer.byteLength(` ${key}=${value}\n`);
  let length = body + String(body).length;
  if (String(length).length > String(body).length) length = body + String(length).length;
  return `${length} ${key}=${value}\n`;
}

export type RawHeader = { type: string; name: string; target: string; size: number };

/** Null for a block of zeros, which ends an archive. @throws Error when the checksum or a number is wrong */
export function decodeHeader(block: Uint8Array): RawHeader | null {
  const bytes = Buffer.from(block);
  if (bytes.every((byte) => byte === 0)) return null;
  const text = (offset: number, length: number) =>
    bytes.toString('utf8', offset, offset + length).replace(/\0.*$/s, '');
  const wanted = Number.parseInt(text(148, 8), 8);
  bytes.fill(' ', 148, 156);
  if (bytes.reduce((total, byte) => total + byte, 0) !== wanted) throw new ArchiveError('wrong checksum of a header');
  const size = Number.parseInt(text(124, 12), 8);
  if (!Number.isSafeInteger(size) || size < 0) throw new ArchiveError('wrong size in a header');
  return { type: text(156, 1) || '0', name: text(0, 100), target: text(157, 100), size };
}

export function decodePax(records: Uint8Array): { path?: string; linkpath?: string } {
  const found: Record<string, string> = {};
  const bytes = Buffer.from(records);
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(' ', at);
    const length = Number(bytes.toString('utf8', at, space));
    if (space < 0 || !Number.isSafeInteger(length) || length < 5) throw new ArchiveError('wrong pax record');
    const [key, ...value] = bytes.toString('utf8', space + 1, at + length - 1).split('=');
    found[key!] = value.join('=');
    at += length;
  }
  return found;
}
