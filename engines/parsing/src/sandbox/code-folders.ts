import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

type Manifest = { dependencies?: Record<string, string>; optionalDependencies?: Record<string, string> };

const here = fileURLToPath(import.meta.url);
const packageRoot = dirname(dirname(dirname(here)));

/**
 * Folders that hold the child's code: this engine's sources and the packages that it depends on, directly or not. Nothing else on the
 * machine may be read by a parser; the data folder is not below any of them.
 */
export function listCodeFolders(): string[] {
  const folders = new Set<string>();
  visit(join(packageRoot, 'package.json'), folders);
  folders.delete(packageRoot);
  return [join(packageRoot, 'src'), join(packageRoot, 'package.json'), ...folders];
}

function visit(manifestPath: string, folders: Set<string>): void {
  const real = realpathSync(manifestPath);
  const folder = dirname(real);
  if (folders.has(folder)) return;
  folders.add(folder);
  const manifest = JSON.parse(readFileSync(real, 'utf8')) as Manifest;
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
    const found = findPackageJSON(name, real);
    if (found !== undefined && existsSync(found)) visit(rootManifest(found, name), folders);
  }
}

/** Some packages keep a second package.json in their build folder (`dist/esm`); the folder that bears the package's name is the root. */
function rootManifest(found: string, name: string): string {
  const marker = join('node_modules', ...name.split('/'));
  const at = found.lastIndexOf(marker);
  return at < 0 ? found : join(found.slice(0, at + marker.length), 'package.json');
}
