import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, open, symlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { manifestName, signatureName } from './manifest.ts';
import { openManifest, type SignedManifest } from './read-bundle.ts';
import { ReleaseError } from './release-error.ts';
import { ArchiveError } from './tar-header.ts';
import { type ReadEntry, readTar } from './tar-reader.ts';

const maxHeadBytes = 16 * 1024 * 1024;

export type UnpackOptions = {
  /** The key in which the installation trusts, never the one that the bundle brings. */
  publicPem: string;
  /** Called with the signed manifest before anything is written: the folder to fill, or null when it is not wanted. What it throws ends the unpacking. */
  accept(signed: SignedManifest): Promise<string | null>;
  onProgress?: (done: number, total: number) => void;
};

/**
 * Unpacks a bundle into the folder that `accept` names. The manifest and its signature are the first two entries, so nothing is written before the
 * signature has been checked, and each file is hashed as it is written. Nothing that the manifest does not list is written, nothing that it lists is left out.
 * @throws ReleaseError `not_a_bundle`, `truncated`, `bad_signature`, `changed`
 */
export async function unpackBundle(archive: string, options: UnpackOptions): Promise<SignedManifest> {
  const gunzip = createGunzip();
  const reading = pipeline(createReadStream(archive), gunzip);
  // Its failure arrives at the reader as well, where it is told.
  reading.catch(() => {});
  try {
    return await unpackEntries(readTar(gunzip), options);
  } catch (error) {
    if (!isOfArchive(error)) throw error;
    throw new ReleaseError(
      'truncated',
      `El paquete está cortado o dañado; vuelva a copiarlo. / The bundle is cut or damaged; copy it again. (${error instanceof Error ? error.message : error})`,
      { cause: error },
    );
  } finally {
    gunzip.destroy();
  }
}

async function unpackEntries(entries: AsyncGenerator<ReadEntry>, options: UnpackOptions): Promise<SignedManifest> {
  const text = await readHead(entries, manifestName);
  const signature = await readHead(entries, signatureName);
  const signed = openManifest(text.bytes.toString('utf8'), signature.bytes, options.publicPem);
  const { manifest } = signed;
  const target = await options.accept(signed);
  if (target === null) return signed;
  const prefix = text.path.slice(0, -manifestName.length);
  await writeFile(join(target, manifestName), 0o644, text.bytes, manifest.time);
  await writeFile(join(target, signatureName), 0o644, signature.bytes, manifest.time);

  const missing = new Set([...manifest.files.keys(), ...manifest.links.keys()]);
  const total = missing.size;
  for await (const entry of entries) {
    if (entry.kind === 'folder') continue;
    const path = entry.path.startsWith(prefix) ? entry.path.slice(prefix.length) : entry.path;
    if (!missing.delete(path)) throw changed(path);
    const place = join(target, path);
    await mkdir(dirname(place), { recursive: true });
    if (entry.kind === 'link') {
      if (manifest.links.get(path) !== entry.target) throw changed(path);
      await symlink(entry.target, place);
    } else {
      const wanted = manifest.files.get(path);
      if (!wanted || wanted.size !== entry.size) throw changed(path);
      const hash = createHash('sha256');
      await writeFile(place, wanted.mode, hashed(entry.content, hash), manifest.time);
      if (hash.digest('hex') !== wanted.sha256) throw changed(path);
    }
    options.onProgress?.(total - missing.size, total);
  }
  const [first] = missing;
  if (first !== undefined) throw changed(first);
  return signed;
}

/** One of the two entries that come first. */
async function readHead(entries: AsyncGenerator<ReadEntry>, name: string): Promise<{ path: string; bytes: Buffer }> {
  const next = await entries.next();
  const entry = next.done ? null : next.value;
  const isIt = entry?.kind === 'file' && (entry.path === name || entry.path.endsWith(`/${name}`));
  if (!entry || !isIt || entry.size > maxHeadBytes) {
    throw new ReleaseError('not_a_bundle', 'El archivo no es un paquete de Nexus. / The file is no bundle of Nexus.');
  }
  return { path: entry.path, bytes: Buffer.concat(await Array.fromAsync(entry.content)) };
}

async function writeFile(
  path: string,
  mode: number,
  content: Uint8Array | AsyncIterable<Uint8Array>,
  time: Date,
): Promise<void> {
  // `wx`: a file that is there already, or a link, is never written through.
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(content);
    await file.datasync();
  } finally {
    await file.close();
  }
  await chmod(path, mode);
  await utimes(path, time, time);
}

async function* hashed(content: AsyncIterable<Uint8Array>, hash: ReturnType<typeof createHash>) {
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
}

function changed(path: string): ReleaseError {
  return new ReleaseError(
    'changed',
    `El paquete fue cambiado: ${path} no es lo que dice el manifiesto firmado. / The bundle was changed: ${path} is not what the signed manifest says.`,
  );
}

/** Ours, or of the decompressor. A full disk or a folder without permission is not the bundle's fault. */
function isOfArchive(error: unknown): boolean {
  if (error instanceof ArchiveError) return true;
  return error instanceof Error && 'code' in error && /^(?:Z_|ERR_STREAM_PREMATURE)/.test(String(error.code));
}
