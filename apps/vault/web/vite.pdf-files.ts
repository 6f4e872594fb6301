import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/** Folder of the package and how its files are called here: character maps, the fonts that a PDF may leave out, decoders, colour profiles. */
const folders = { cmaps: 'cmaps', standard_fonts: 'fonts', wasm: 'wasm', iccs: 'iccs' };
/** Interpreters for scripts in forms are not among what is served. */
const isWanted = (name: string): boolean => !/^LICENSE|quickjs|\.js$/.test(name);

/**
 * The files that pdf.js fetches while it reads, under `/assets/pdf-<version>-<folder>/`: named by version, because a browser keeps for ever what it has
 * fetched from there.
 */
export function pdfFiles(): Plugin {
  const manifest = createRequire(import.meta.url).resolve('pdfjs-dist/package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const files = new Map<string, string>();
  for (const [from, to] of Object.entries(folders)) {
    const folder = join(dirname(manifest), from);
    for (const name of readdirSync(folder).filter(isWanted))
      files.set(`assets/pdf-${version}-${to}/${name}`, join(folder, name));
  }
  return {
    name: 'pdf-files',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const file = files.get((request.url ?? '').slice(1));
        if (file) createReadStream(file).pipe(response);
        else next();
      });
    },
    generateBundle() {
      for (const [fileName, path] of files) this.emitFile({ type: 'asset', fileName, source: readFileSync(path) });
    },
  };
}
