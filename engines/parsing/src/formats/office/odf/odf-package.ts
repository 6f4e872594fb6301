import type { ParseLimits } from '../../../contract.ts';
import type { Emit, ReadMetadata } from '../../../reader.ts';
import { ParseFailure } from '../../../reader.ts';
import { embeddedFile } from '../embedded-files.ts';
import { compactProperties, languageOf, readElements, rfc3339 } from '../office-properties.ts';
import { type OfficePackage, openOfficePackage } from '../ooxml-package.ts';
import type { XmlHandler } from '../xml/xml-scanner.ts';
import { scanXml } from '../xml/xml-text.ts';
import { createOdfStyles, type OdfStyles } from './odf-styles.ts';

/** @throws ParseFailure `encrypted` when the manifest says so, `broken` when there is no content. */
export function openOdf(bytes: Uint8Array, limits: ParseLimits): { pack: OfficePackage; styles: OdfStyles } {
  const pack = openOfficePackage(bytes, limits);
  if (pack.xml('META-INF/manifest.xml')?.includes('encryption-data'))
    throw new ParseFailure('encrypted', 'the file is protected by a password');
  if (!pack.has('content.xml')) throw new ParseFailure('broken', 'the package has no content.xml');
  const styles = createOdfStyles();
  const named = pack.xml('styles.xml');
  if (named !== null) scanXml(named, styles.handler);
  return { pack, styles };
}

/** Sends what stands before the body to the styles, and the body to its own handler. */
export function splitAtBody(styles: OdfStyles, body: XmlHandler): XmlHandler {
  let inBody = false;
  const current = () => (inBody ? body : styles.handler);
  return {
    open(name, attributes) {
      if (name === 'office:body') inBody = true;
      else current().open(name, attributes);
    },
    close(name) {
      if (name === 'office:body') inBody = false;
      else current().close(name);
    },
    text(text) {
      if (inBody) body.text(text);
    },
  };
}

export function readOdfProperties(pack: OfficePackage): { properties: Omit<ReadMetadata, 'parts'>; pages: number } {
  const xml = pack.xml('meta.xml');
  const values = readElements(xml, [
    'dc:title',
    'meta:initial-creator',
    'dc:creator',
    'meta:creation-date',
    'dc:date',
    'dc:language',
  ]);
  const properties = compactProperties({
    title: values['dc:title'],
    author: values['meta:initial-creator'] ?? values['dc:creator'],
    created: rfc3339(values['meta:creation-date']),
    modified: rfc3339(values['dc:date']),
    language: languageOf(values['dc:language'] ?? /fo:language="(\w+)"/.exec(pack.xml('styles.xml') ?? '')?.[1]),
  });
  return { properties, pages: Number(/page-count="(\d+)"/.exec(xml ?? '')?.[1] ?? 0) };
}

/** Files embedded in the package: OLE objects are named without an extension; OpenDocument objects are folders and read in place. */
export async function sendOdfAttachments(pack: OfficePackage, emit: Emit): Promise<void> {
  let unread = 0;
  for (const name of pack.names) {
    if (!/^(?:\.\/)?Obj[^/]*$/.test(name) || name.endsWith('/')) continue;
    const bytes = pack.bytes(name);
    if (bytes === null || bytes.length === 0) continue;
    const attachment = embeddedFile(name, bytes);
    if (attachment === null) unread += 1;
    else await emit.attachment(attachment);
  }
  if (unread > 0) emit.warn(`${unread} embedded object(s) are of a kind that is not read`);
  if (
    pack.names.some(
      (name) => /^(?:Basic|Scripts)\/.*\.(?:xml|py|js|bsh)$/i.test(name) && !/script-l[bc]\.xml$/i.test(name),
    )
  )
    emit.warn('Macros present, not run');
}
