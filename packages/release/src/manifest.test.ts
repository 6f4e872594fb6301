import fc from 'fast-check';
import { expect, test } from 'vitest';
import { comparePaths, encodeManifest, isSafePath, type Manifest, parseManifest } from './manifest.ts';

const head = {
  version: '0.1.0',
  platform: 'linux-x64',
  commit: 'b'.repeat(40),
  time: new Date('2026-03-02T10:00:00Z'),
};
const file = { sha256: 'c'.repeat(64), mode: 0o644, size: 3 } as const;
const manifestOf = (files: Manifest['files'], links: Manifest['links'] = new Map()): Manifest => ({
  ...head,
  files,
  links,
});

test('reads what it writes', () => {
  const name = fc.stringMatching(/^[a-zñ@._ -]{1,12}$/).filter((text) => isSafePath(text));
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  const mode = fc.constantFrom<0o644 | 0o755>(0o644, 0o755);
  const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/);
  const entry = fc.record({ sha256, mode, size: fc.nat() });
  fc.assert(
    fc.property(fc.dictionary(path, entry, { maxKeys: 8 }), (entries) => {
      const paths = Object.keys(entries).sort(comparePaths);
      // A file that is another's folder cannot be.
      fc.pre(!paths.some((one) => paths.some((other) => other.startsWith(`${one}/`))));
      const manifest = manifestOf(new Map(paths.map((each) => [each, entries[each]!])));
      expect(parseManifest(encodeManifest(manifest))).toEqual(manifest);
    }),
  );
});

test.each(['../out', '/etc/passwd', 'a/../../b', 'a//b', './a', 'a\nfile', 'a\\b', 'MANIFEST', 'MANIFEST.sig', ''])(
  'a path that leaves the folder or deceives is refused: %j',
  (path) => {
    expect(() => encodeManifest(manifestOf(new Map([[path, file]])))).toThrow('manifest');
  },
);

test.each([
  ['a', '/etc/passwd'],
  ['a', '..'],
  ['a/b', '../../c'],
  ['a/b', 'c/../../../d'],
])('a link from %s to %s leaves the folder', (path, target) => {
  expect(() => encodeManifest(manifestOf(new Map(), new Map([[path, target]])))).toThrow('manifest');
});

test('nothing is written through a link', () => {
  const links = new Map([['a', 'b']]);
  expect(() => encodeManifest(manifestOf(new Map([['a/file', file]]), links))).toThrow('manifest');
});

test('anything else than its own form is refused: order, repetition, kinds, ends', () => {
  const text = encodeManifest(
    manifestOf(
      new Map([
        ['a', file],
        ['b', file],
      ]),
    ),
  );
  const lines = text.split('\n');
  const swapped = [...lines.slice(0, 5), lines[6], lines[5], ''].join('\n');
  const repeated = [...lines.slice(0, 6), lines[5], ''].join('\n');
  for (const wrong of [
    swapped,
    repeated,
    text.trimEnd(),
    `${text}\n`,
    text.replace('file', 'device'),
    text.replace(' 644 ', ' 4755 '),
    text.replace('nexus-bundle 1', 'nexus-bundle 2'),
    '',
  ])
    expect(() => parseManifest(wrong)).toThrow('manifest');
});
