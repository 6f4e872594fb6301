/**
 * Office files may bind any prefix to a namespace; readers compare names such as `w:p`. These are the prefixes that names are
 * brought to, by namespace (transitional and strict). Spreadsheet names carry none, as every producer writes them.
 */
const canonicalPrefixes = new Map<string, string>([
  ['http://schemas.openxmlformats.org/wordprocessingml/2006/main', 'w'],
  ['http://purl.oclc.org/ooxml/wordprocessingml/main', 'w'],
  ['http://schemas.openxmlformats.org/spreadsheetml/2006/main', ''],
  ['http://purl.oclc.org/ooxml/spreadsheetml/main', ''],
  ['http://schemas.openxmlformats.org/presentationml/2006/main', 'p'],
  ['http://purl.oclc.org/ooxml/presentationml/main', 'p'],
  ['http://schemas.openxmlformats.org/drawingml/2006/main', 'a'],
  ['http://purl.oclc.org/ooxml/drawingml/main', 'a'],
  ['http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing', 'wp'],
  ['http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing', 'xdr'],
  ['http://schemas.openxmlformats.org/drawingml/2006/diagram', 'dgm'],
  ['http://purl.oclc.org/ooxml/drawingml/diagram', 'dgm'],
  ['http://schemas.openxmlformats.org/drawingml/2006/chart', 'c'],
  ['http://purl.oclc.org/ooxml/drawingml/chart', 'c'],
  ['http://schemas.openxmlformats.org/officeDocument/2006/relationships', 'r'],
  ['http://purl.oclc.org/ooxml/officeDocument/relationships', 'r'],
  ['http://schemas.openxmlformats.org/officeDocument/2006/math', 'm'],
  ['http://purl.oclc.org/ooxml/officeDocument/math', 'm'],
  ['http://schemas.openxmlformats.org/markup-compatibility/2006', 'mc'],
  ['urn:schemas-microsoft-com:vml', 'v'],
  ['urn:schemas-microsoft-com:office:office', 'o'],
  ['http://purl.org/dc/elements/1.1/', 'dc'],
  ['http://purl.org/dc/terms/', 'dcterms'],
  ['http://schemas.openxmlformats.org/package/2006/metadata/core-properties', 'cp'],
  ['urn:oasis:names:tc:opendocument:xmlns:office:1.0', 'office'],
  ['urn:oasis:names:tc:opendocument:xmlns:text:1.0', 'text'],
  ['urn:oasis:names:tc:opendocument:xmlns:table:1.0', 'table'],
  ['urn:oasis:names:tc:opendocument:xmlns:style:1.0', 'style'],
  ['urn:oasis:names:tc:opendocument:xmlns:drawing:1.0', 'draw'],
  ['urn:oasis:names:tc:opendocument:xmlns:presentation:1.0', 'presentation'],
  ['urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0', 'fo'],
  ['urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0', 'number'],
  ['urn:oasis:names:tc:opendocument:xmlns:manifest:1.0', 'manifest'],
  ['urn:oasis:names:tc:opendocument:xmlns:meta:1.0', 'meta'],
  ['http://www.w3.org/1999/xlink', 'xlink'],
]);

/** Names of one document brought to canonical prefixes. `enter` and `leave` follow the element stack. */
export type NamespaceScope = {
  /** Takes the raw attribute text of an element that may declare namespaces. */
  enter(depth: number, rawAttributes: string): void;
  leave(depth: number): void;
  element(rawName: string): string;
  attribute(rawName: string): string;
};

const declaration = /(?:^|\s)xmlns(?::([\w.-]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

export function createNamespaceScope(): NamespaceScope {
  let prefixes = new Map<string, string>();
  let names = new Map<string, string>();
  const saved: { depth: number; prefixes: Map<string, string>; names: Map<string, string> }[] = [];

  const canonical = (rawName: string): string => {
    const colon = rawName.indexOf(':');
    const prefix = colon < 0 ? '' : rawName.slice(0, colon);
    const local = colon < 0 ? rawName : rawName.slice(colon + 1);
    const mapped = prefixes.get(prefix) ?? prefix;
    return mapped === '' ? local : `${mapped}:${local}`;
  };

  return {
    enter(depth, rawAttributes) {
      let changed: Map<string, string> | null = null;
      for (const match of rawAttributes.matchAll(declaration)) {
        const prefix = match[1] ?? '';
        const mapped = canonicalPrefixes.get(match[2] ?? match[3] ?? '') ?? prefix;
        if ((prefixes.get(prefix) ?? prefix) === mapped) continue;
        changed ??= new Map(prefixes);
        changed.set(prefix, mapped);
      }
      if (changed === null) return;
      saved.push({ depth, prefixes, names });
      prefixes = changed;
      names = new Map();
    },
    leave(depth) {
      while (saved.length > 0 && saved.at(-1)!.depth >= depth) ({ prefixes, names } = saved.pop()!);
    },
    element(rawName) {
      let name = names.get(rawName);
      if (name === undefined) {
        name = canonical(rawName);
        // Bounded: a hostile file may have a new name in every element.
        if (names.size < 2_000) names.set(rawName, name);
      }
      return name;
    },
    attribute: (rawName) => (rawName.includes(':') ? canonical(rawName) : rawName),
  };
}
