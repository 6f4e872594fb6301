import { strToU8, unzipSync, type Zippable, zipSync } from 'fflate';

/** Office containers carry the time of their making; one fixed time keeps two runs of the generator equal. */
const madeAt = new Date('2025-06-30T10:00:00Z');

/** Entries in the order given; names in `stored` are kept uncompressed (an ODF container begins with its media type in clear). */
export function zipTexts(
  entries: Readonly<Record<string, string | Uint8Array>>,
  stored: readonly string[] = [],
): Uint8Array {
  const zippable: Zippable = {};
  for (const [name, content] of Object.entries(entries)) {
    const bytes = typeof content === 'string' ? strToU8(content) : content;
    zippable[name] = [bytes, { level: stored.includes(name) ? 0 : 9, mtime: madeAt }];
  }
  return zipSync(zippable);
}

/** The same archive with fixed times and order. */
export function rezip(archive: Uint8Array): Uint8Array {
  const entries = unzipSync(archive);
  return zipTexts(Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1))));
}
