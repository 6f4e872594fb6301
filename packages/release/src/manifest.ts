import { createHash } from 'node:crypto';
import { ReleaseError } from './release-error.ts';

/** What is in a bundle, byte for byte. Signed as a whole; everything else is checked against it. */
export type Manifest = {
  version: string;
  /** `linux-x64`, as Node names platform and processor. */
  platform: string;
  commit: string;
  /** Of the commit, to the second; the modification time of every file. */
  time: Date;
  files: ReadonlyMap<string, ManifestFile>;
  /** Relative symbolic links inside the bundle, by path. */
  links: ReadonlyMap<string, string>;
};

export type ManifestFile = { sha256: string; mode: 0o644 | 0o755; size: number };

/** Names of the parts that cannot list themselves. */
export const manifestName = 'MANIFEST';
export const signatureName = 'MANIFEST.sig';

const firstLine = 'nexus-bundle 1';
const maxManifestBytes = 16 * 1024 * 1024;

/**
 * One line an entry, sorted by path, so that `sed` and `sha256sum` can read it too:
 * `file <sha256> <mode> <size> <path>` and `link <target> <path>`, after five lines of head.
 */
export function encodeManifest(manifest: Manifest): string {
  const head = [
    firstLine,
    `version ${manifest.version}`,
    `platform ${manifest.platform}`,
    `commit ${manifest.commit}`,
    `time ${timeText(manifest.time)}`,
  ];
  const files = [...manifest.files].map(([path, { sha256, mode, size }]) => ({
    path,
    line: `file ${sha256} ${mode.toString(8)} ${size} ${path}`,
  }));
  const links = [...manifest.links].map(([path, target]) => ({ path, line: `link ${target} ${path}` }));
  const entries = [...files, ...links].sort((a, b) => comparePaths(a.path, b.path));
  const text = `${[...head, ...entries.map(({ line }) => line)].join('\n')}\n`;
  // Whatever is written must be readable: a path that the parser refuses is found here, not in the building.
  parseManifest(text);
  return text;
}

/** @throws ReleaseError `not_a_bundle` for anything but what `encodeManifest` writes, to the byte */
export function parseManifest(text: string): Manifest {
  if (text.length > maxManifestBytes) throw malformed('too large');
  const lines = text.split('\n');
  if (lines[0] !== firstLine || lines.at(-1) !== '') throw malformed('no manifest of this kind');
  const head = (index: number, name: string, form: RegExp): string => {
    const [, value] = new RegExp(`^${name} (.+)$`).exec(lines[index] ?? '') ?? [];
    if (value === undefined || !form.test(value)) throw malformed(`line ${index + 1}`);
    return value;
  };
  const files = new Map<string, ManifestFile>();
  const links = new Map<string, string>();
  let before = '';
  for (const [index, line] of lines.slice(5, -1).entries()) {
    const file = /^file ([0-9a-f]{64}) (644|755) (0|[1-9]\d{0,14}) (.+)$/.exec(line);
    const link = /^link (\S+) (.+)$/.exec(line);
    const path = file?.[4] ?? link?.[2] ?? '';
    if (!isSafePath(path) || comparePaths(before, path) >= 0) throw malformed(`line ${index + 6}`);
    before = path;
    if (file) {
      const mode = file[2] === '755' ? 0o755 : 0o644;
      files.set(path, { sha256: file[1]!, mode, size: Number(file[3]) });
    } else if (link && isInside(path, link[1]!)) links.set(path, link[1]!);
    else throw malformed(`line ${index + 6}`);
  }
  // A link may not stand where a folder of other entries is: they would be written through it.
  for (const path of [...files.keys(), ...links.keys()]) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const parent = path.slice(0, end);
      if (links.has(parent) || files.has(parent)) throw malformed(parent);
    }
  }
  return {
    version: head(1, 'version', /^\d+\.\d+\.\d+$/),
    platform: head(2, 'platform', /^[a-z0-9]+-[a-z0-9]+$/),
    commit: head(3, 'commit', /^[0-9a-f]{40}(-dirty)?$/),
    time: new Date(head(4, 'time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)),
    files,
    links,
  };
}

/** Short name of exactly these bytes: the version, and the beginning of the hash of the manifest. */
export function buildId(version: string, manifestText: string): string {
  return `${version}-${createHash('sha256').update(manifestText).digest('hex').slice(0, 8)}`;
}

export function timeText(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

/** By code units, so that the order is the same on every machine. */
export function comparePaths(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Relative, normalised, without control characters or backslashes, and no name of the parts that stand beside the list. */
export function isSafePath(path: string): boolean {
  const parts = path.split('/');
  const isPlain = parts.every((part) => part !== '' && part !== '.' && part !== '..');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return isPlain && !/[\u0000-\u001f\u007f\\]/.test(path) && path !== manifestName && path !== signatureName;
}

function isInside(path: string, target: string): boolean {
  if (target.startsWith('/')) return false;
  const depth = path.split('/').length - 1;
  let level = depth;
  for (const part of target.split('/')) {
    if (part === '' || part === '.') return false;
    level += part === '..' ? -1 : 1;
    if (level < 0) return false;
  }
  return true;
}

function malformed(where: string): ReleaseError {
  return new ReleaseError(
    'not_a_bundle',
    `El manifiesto no es válido (${where}). / The manifest is not valid (${where}).`,
  );
}
