import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../../..');
const web = join(root, 'apps/vault/web');
const sources = ['apps/vault/web/src', 'apps/vault/web/public', 'packages/ui/src'];
const settings = [
  'apps/vault/web/index.html',
  'apps/vault/web/vite.config.ts',
  'apps/vault/web/vite.pdf-files.ts',
  'package-lock.json',
];

/** Where the page lies once it is built. */
export const pageFolder = join(web, 'dist');
const recordFile = 'built-from.txt';

export class PageBuildError extends Error {}

/**
 * Builds the page when its sources are not the ones that it was built from; a few seconds, once. An installation without sources keeps the page that it
 * came with. Two processes may do this at the same time: each builds beside, and the last to finish is served.
 * @throws PageBuildError with what the builder said
 */
export async function ensurePageBuilt(): Promise<void> {
  if (!existsSync(join(web, 'src'))) return;
  const fingerprint = fingerprintOfSources();
  const record = join(pageFolder, recordFile);
  if (existsSync(record) && readFileSync(record, 'utf8') === fingerprint) return;
  const beside = join(web, `.dist-${process.pid}`);
  try {
    await build(beside);
    writeFileSync(join(beside, recordFile), fingerprint);
    rmSync(pageFolder, { recursive: true, force: true });
    renameSync(beside, pageFolder);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

function fingerprintOfSources(): string {
  const hash = createHash('sha256');
  const files = sources.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  for (const file of [...files, ...settings.map((name) => join(root, name))].sort())
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function build(outDir: string): Promise<void> {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'];
  // Whatever the caller is (a test, a watcher), people get the page as it is in production.
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = spawn(process.execPath, args, { cwd: web, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  return new Promise((done, fail) => {
    child.on('error', (cause) => fail(new PageBuildError('The page could not be built.', { cause })));
    child.on('close', (code) => {
      if (code === 0) done();
      else fail(new PageBuildError(`The page could not be built.\n${Buffer.concat(said).toString().slice(-4_000)}`));
    });
  });
}
