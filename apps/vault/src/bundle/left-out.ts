/** Files of libraries that nothing loads: types, maps, sources in TypeScript, tests, manuals. Licences stay. */
export function isLeftOut(library: string, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^(?:licen[cs]e|copying|notice|copyright)/i.test(name)) return false;
  if (/\.(?:ts|mts|cts|tsx|map|md|markdown|flow|tsbuildinfo|a)$/i.test(name)) return true;
  if (/^(?:tests?|__tests__|examples?|benchmarks?|docs?|\.github|\.vscode)\//i.test(path)) return true;
  return ofLibrary[library]?.(path) ?? false;
}

/** Large parts of single libraries that Nexus does not use. */
const ofLibrary: Readonly<Record<string, (path: string) => boolean>> = {
  // The launcher runs the binary; what npm needed to put it there is done.
  'node_modules/node': (path) => path !== 'package.json' && path !== 'bin/node',
  // Reading runs on one of the six builds.
  'node_modules/tesseract.js-core': (path) =>
    path.startsWith('tesseract-core') && !/^tesseract-core-relaxedsimd-lstm\.(?:js|wasm)$/.test(path),
  'node_modules/tesseract.js': (path) => path.startsWith('dist/'),
  // Readers open `4.0.0_best_int`.
  'node_modules/@tesseract.js-data/eng': (path) => /^4\.0\.0\//.test(path) || /^4\.0\.0_fast/.test(path),
  'node_modules/@tesseract.js-data/spa': (path) => /^4\.0\.0\//.test(path) || /^4\.0\.0_fast/.test(path),
  'node_modules/@scalar/fastify-api-reference': () => false,
};
