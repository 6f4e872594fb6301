import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { publicPemOf } from '@nexus/release';
import { archiveOf, describeContents, signBytes } from '@nexus/release/writing';
import { bundleContents } from './bundle-contents.ts';
import type { BundleHead } from './bundle-head.ts';

export type WrittenRelease = { archive: string; bytes: number; unpackedBytes: number; files: number; sha256: string };

/**
 * Writes three files: the archive, its SHA-256 in the form of `sha256sum`, and the signature of that line, which `openssl pkeyutl` checks. The page
 * has to be built already. Peak memory is a chunk, not the bundle.
 */
export async function writeRelease(
  root: string,
  head: BundleHead,
  out: string,
  privatePem: string,
  level = 6,
): Promise<WrittenRelease> {
  const contents = bundleContents(root, head, publicPemOf(privatePem));
  const manifest = await describeContents(contents, head);
  const name = `nexus-${head.version}-${head.platform}`;
  const archive = join(out, `${name}.tar.gz`);
  const unfinished = `${archive}.unfinished`;
  await mkdir(out, { recursive: true });
  try {
    await pipeline(
      Readable.from(archiveOf(contents, manifest, name, privatePem)),
      createGzip({ level }),
      createWriteStream(unfinished, { mode: 0o644 }),
    );
    const sha256 = await sha256Of(unfinished);
    const line = `${sha256}  ${name}.tar.gz\n`;
    await rename(unfinished, archive);
    await writeFile(`${archive}.sha256`, line);
    await writeFile(`${archive}.sha256.sig`, signBytes(line, privatePem));
    const unpackedBytes = [...manifest.files.values()].reduce((total, { size }) => total + size, 0);
    return { archive, bytes: (await stat(archive)).size, unpackedBytes, files: manifest.files.size, sha256 };
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
