import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpApp } from '@nexus/http';
import { pageRoutes } from './page.routes.ts';

const recordFile = 'built-from.txt';

export class PageBuildError extends Error {}

export type PageSources = {
  /** Folder of the whole project. */
  root: string;
  /** Below it: the page's own folder with its Vite settings; built into `dist` there. */
  web: string;
  /** Below the project's folder: what the page is made from. */
  sources: readonly string[];
  settings: readonly string[];
};

/** A page that a server builds from its sources and serves. */
export function createPage({ root, web: webName, sources, settings }: PageSources) {
  const web = join(root, webName);
  const folder = join(web, 'dist');

  /**
   * Builds the page when its sources are not the ones that it was built from; a few seconds, once. An installation without sources keeps the page that
   * it came with. Two processes may do this at the same time: each builds beside, and the last to finish is served.
   * @throws PageBuildError with what the builder said
   */
  async function ensureBuilt(): Promise<void> {
    if (!existsSync(join(web, 'src'))) return;
    const fingerprint = fingerprintOfSources();
    const record = join(folder, recordFile);
    if (existsSync(record) && readFileSync(record, 'utf8') === fingerprint) return;
    const beside = join(web, `.dist-${process.pid}`);
    try {
      await build(join(root, 'node_modules/vite/bin/vite.js'), web, beside);
      writeFileSync(join(beside, recordFile), fingerprint);
      rmSync(folder, { recursive: true, force: true });
      renameSync(beside, folder);
    } finally {
      rmSync(beside, { recursive: true, force: true });
    }
  }

  function fingerprintOfSources(): string {
    const hash = createHash('sha256');
    const files = sources.flatMap((name) =>
      readdirSync(join(root, name), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
    );
    for (const file of [...files, ...settings.map((name) => join(root, name))].sort())
      hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
    return hash.digest('hex');
  }

  return {
    /** Where the page lies once it is built. */
    folder,
    ensureBuilt,
    /** Serves the page at `places`: what is shown there is decided in the browser. */
    routes: (app: HttpApp, places: readonly string[]) => pageRoutes(app, folder, places),
  };
}

export type Page = ReturnType<typeof createPage>;

function build(vite: string, web: string, outDir: string): Promise<void> {
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
