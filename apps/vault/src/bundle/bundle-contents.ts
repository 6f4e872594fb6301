import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledKeyName } from '@nexus/release';
import type { Contents, Source } from '@nexus/release/writing';
import type { BundleHead } from './bundle-head.ts';
import { installScript, readMe } from './bundle-texts.ts';
import { isLeftOut } from './left-out.ts';
import { type Lock, type ProductionPackages, productionPackages } from './production-packages.ts';
import { cycloneDx, notices } from './software-bill.ts';

/** The programs that a bundle carries. */
const programs = ['apps/vault', 'node_modules/node'];
/** Files of ours, besides the workspaces: the launcher, what people read, the licence. */
const ownFiles = /^(?:nexus|SECURITY\.md|docs\/(?:guides|security|images)\/.*)$/;
/** What only makes or checks the program. */
const notShipped =
  /(?:^|\/)(?:test|testing)\/|\.(?:int\.|deep\.)?test\.tsx?$|^apps\/vault\/(?:web|src\/bundle)\/|^apps\/vault\/src\/page\/api-types\.ts$/;

export function readLock(root: string): Lock {
  return (JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Lock }).packages;
}

/**
 * Everything that goes into a bundle, by its path in it. Sources are what git knows, libraries what is installed, the page as it was built.
 */
export function bundleContents(root: string, head: BundleHead, publicPem: string): Contents {
  const lock = readLock(root);
  const packages = productionPackages(lock, programs, head.platform);
  const contents = new Map<string, Source>();
  const add = (path: string, source: Source) => void contents.set(path, source);

  for (const path of listOwn(root, packages.workspaces)) add(path, { from: join(root, path) });
  for (const folder of packages.workspaces) add(`node_modules/${nameOf(root, folder)}`, { link: linkTo(root, folder) });
  for (const library of packages.libraries) {
    for (const path of listFiles(join(root, library)))
      if (!isLeftOut(library, path)) add(`${library}/${path}`, { from: join(root, library, path) });
  }
  const page = 'apps/vault/web/dist';
  for (const path of listFiles(join(root, page))) add(`${page}/${path}`, { from: join(root, page, path) });

  const about = { name: 'nexus', version: head.version, private: true, type: 'module' };
  add('package.json', { text: `${JSON.stringify(about, null, 2)}\n` });
  add(bundledKeyName, { text: publicPem });
  add('install.sh', { text: installScript, executable: true });
  add('LEAME.txt', { text: readMe.es });
  add('README.txt', { text: readMe.en });
  add('sbom.cdx.json', { text: cycloneDx(lock, packages, head) });
  add('THIRD-PARTY-NOTICES.txt', { text: notices(root, lock, packages) });
  return contents;
}

function listOwn(root: string, workspaces: ProductionPackages['workspaces']): string[] {
  const known = execFileSync('git', ['ls-files', '-coz', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const isOurs = (path: string) => workspaces.some((folder) => path.startsWith(`${folder}/`)) || ownFiles.test(path);
  return known.split('\0').filter((path) => path !== '' && isOurs(path) && !notShipped.test(path));
}

/** Files and links below a folder, without what lies in a `node_modules` of its own. */
function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.startsWith('node_modules/') && !path.includes('/node_modules/'));
}

function nameOf(root: string, folder: string): string {
  return (JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { name: string }).name;
}

/** From `node_modules/@nexus/<name>` to the workspace. */
function linkTo(root: string, folder: string): string {
  return `${'../'.repeat(nameOf(root, folder).split('/').length)}${folder}`;
}
