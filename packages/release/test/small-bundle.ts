import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { publicPemOf } from '../src/signature.ts';
import { archiveOf, type Contents, describeContents, type Source } from '../src/write-bundle.ts';

export type SmallBundle = { version?: string; time?: string; platform?: string; files?: Record<string, string> };

/** A bundle of a few files with all that a real one has: a program, a link, a long path, a name in Spanish. */
export function contentsOf(files: Record<string, string>, privatePem: string): Contents {
  return new Map<string, Source>([
    ['nexus', { text: '#!/bin/sh\necho nexus\n', executable: true }],
    ['release-key.pub', { text: publicPemOf(privatePem) }],
    ['packages/kernel/index.ts', { text: 'export const one = 1;\n' }],
    ['node_modules/@nexus/kernel', { link: '../../packages/kernel' }],
    [`docs/${'carpeta con nombre largo/'.repeat(6)}guía.md`, { text: 'hola' }],
    ['empty', { text: '' }],
    ...Object.entries(files).map(([path, text]) => [path, { text }] as const),
  ]);
}

export async function writeSmallBundle(
  path: string,
  privatePem: string,
  { version = '0.1.0', time = '2026-03-02T10:00:00Z', platform = 'linux-x64', files = {} }: SmallBundle = {},
): Promise<string> {
  const contents = contentsOf(files, privatePem);
  const head = { version, platform, commit: 'a'.repeat(40), time: new Date(time) };
  const manifest = await describeContents(contents, head);
  const chunks = await Array.fromAsync(archiveOf(contents, manifest, `nexus-${version}-${platform}`, privatePem));
  await writeFile(path, gzipSync(Buffer.concat(chunks)));
  return path;
}
