import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readlink } from 'node:fs/promises';
import {
  comparePaths,
  encodeManifest,
  isSafePath,
  type Manifest,
  type ManifestFile,
  manifestName,
  signatureName,
} from './manifest.ts';
import { signBytes } from './signature.ts';
import { encodeHeader, padding } from './tar-header.ts';

/** Where an entry comes from: a file or link of this machine, or a text or link that was made for the bundle. */
export type Source = { from: string } | { text: string; executable?: boolean } | { link: string };

export type Contents = ReadonlyMap<string, Source>;

/**
 * Hashes everything that goes into a bundle. Modes are reduced to 644 and 755, times to that of the commit, owners to none: what is left is what
 * was committed, so that the same commit gives the same bytes.
 */
export async function describeContents(
  contents: Contents,
  head: Pick<Manifest, 'version' | 'platform' | 'commit' | 'time'>,
): Promise<Manifest> {
  const files = new Map<string, ManifestFile>();
  const links = new Map<string, string>();
  for (const [path, source] of sorted(contents)) {
    if (!isSafePath(path)) throw new Error(`a bundle cannot hold the path ${JSON.stringify(path)}`);
    if ('text' in source) {
      const bytes = Buffer.from(source.text);
      files.set(path, { sha256: sha256(bytes), size: bytes.length, mode: source.executable ? 0o755 : 0o644 });
      continue;
    }
    if ('link' in source) {
      links.set(path, source.link);
      continue;
    }
    const stats = await lstat(source.from);
    if (stats.isSymbolicLink()) links.set(path, await readlink(source.from));
    else {
      const hash = createHash('sha256');
      for await (const chunk of createReadStream(source.from, { highWaterMark: 1024 * 1024 }))
        hash.update(chunk as Buffer);
      files.set(path, { sha256: hash.digest('hex'), size: stats.size, mode: stats.mode & 0o100 ? 0o755 : 0o644 });
    }
  }
  return { ...head, files, links };
}

/** The bytes of the archive, uncompressed: manifest, signature, then everything in the order of the manifest, below one folder. */
export async function* archiveOf(contents: Contents, manifest: Manifest, folder: string, privatePem: string) {
  const text = encodeManifest(manifest);
  const { time } = manifest;
  const whole = (name: string, bytes: Buffer) =>
    Buffer.concat([
      encodeHeader({ kind: 'file', path: `${folder}/${name}`, mode: 0o644, size: bytes.length, time }),
      bytes,
      padding(bytes.length),
    ]);
  yield whole(manifestName, Buffer.from(text));
  yield whole(signatureName, signBytes(text, privatePem));
  for (const [path, source] of sorted(contents)) {
    const target = manifest.links.get(path);
    if (target !== undefined) {
      yield encodeHeader({ kind: 'link', path: `${folder}/${path}`, target, mode: 0o777, size: 0, time });
      continue;
    }
    const { mode, size } = manifest.files.get(path)!;
    yield encodeHeader({ kind: 'file', path: `${folder}/${path}`, mode, size, time });
    let written = 0;
    for await (const chunk of bytesOf(source)) {
      written += chunk.length;
      yield chunk;
    }
    if (written !== size) throw new Error(`${path} changed while the bundle was written`);
    yield padding(size);
  }
  yield Buffer.alloc(1024);
}

function bytesOf(source: Source): AsyncIterable<Buffer> | Iterable<Buffer> {
  if ('text' in source) return [Buffer.from(source.text)];
  if ('link' in source) return [];
  return createReadStream(source.from, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>;
}

const sorted = (contents: Contents) => [...contents].sort(([a], [b]) => comparePaths(a, b));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
