import type { ReadMetadata } from '../../reader.ts';
import type { OfficePackage } from './ooxml-package.ts';
import { scanXml } from './xml/xml-text.ts';

export type OfficeProperties = Pick<ReadMetadata, 'title' | 'author' | 'created' | 'modified' | 'language'>;

/** Title, author and dates of an OOXML package (docProps/core.xml). */
export function readCoreProperties(pack: OfficePackage): OfficeProperties {
  const named = pack.relations('').find((relation) => relation.type === 'core-properties')?.target;
  const path = named !== undefined && pack.has(named) ? named : 'docProps/core.xml';
  const values = readElements(pack.xml(path), [
    'dc:title',
    'dc:creator',
    'dc:language',
    'cp:lastModifiedBy',
    'dcterms:created',
    'dcterms:modified',
  ]);
  return compactProperties({
    title: values['dc:title'],
    author: values['dc:creator'] ?? values['cp:lastModifiedBy'],
    created: rfc3339(values['dcterms:created']),
    modified: rfc3339(values['dcterms:modified']),
    language: languageOf(values['dc:language']),
  });
}

/** The text of the first element of each name. */
export function readElements(xml: string | null, names: readonly string[]): Record<string, string | undefined> {
  const values: Record<string, string | undefined> = {};
  if (xml === null) return values;
  let current: string | null = null;
  scanXml(xml, {
    open(name) {
      current = names.includes(name) && values[name] === undefined ? name : null;
    },
    close() {
      current = null;
    },
    text(text) {
      if (current !== null) values[current] = ((values[current] ?? '') + text).slice(0, 2_000);
    },
  });
  for (const name of names) if (values[name]?.trim() === '') values[name] = undefined;
  return values;
}

/** Leaves out what is not there, and trims what is. */
export function compactProperties(
  properties: { [Key in keyof OfficeProperties]: OfficeProperties[Key] | undefined },
): OfficeProperties {
  const entries = Object.entries(properties).filter(([, value]) => value !== undefined && value.trim() !== '');
  return Object.fromEntries(entries.map(([key, value]) => [key, value!.trim()]));
}

/** A date as RFC 3339 in UTC, or undefined for anything that is none. Dates without a zone are taken as UTC. */
export function rfc3339(text: string | Date | undefined): string | undefined {
  if (text === undefined) return undefined;
  const zoned = typeof text === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+$/.test(text.trim()) ? `${text.trim()}Z` : text;
  const time = new Date(zoned).getTime();
  const year = new Date(time).getUTCFullYear();
  return Number.isFinite(time) && year > 0 && year < 10_000
    ? new Date(time).toISOString().replace('.000Z', 'Z')
    : undefined;
}

/** `es` or `en` for a language tag of one of them. */
export function languageOf(tag: string | undefined): 'es' | 'en' | undefined {
  const base = tag?.trim().slice(0, 2).toLowerCase();
  return base === 'es' || base === 'en' ? base : undefined;
}
