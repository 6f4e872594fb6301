import { type Archive, openArchive } from '../../archive/archive.ts';
import type { ParseLimits } from '../../contract.ts';
import { ParseFailure } from '../../reader.ts';
import { createXmlScanner, type XmlHandler } from './xml/xml-scanner.ts';
import { decodeXml, scanXml, xmlDecoderFor } from './xml/xml-text.ts';

export type Relation = { id: string; type: string; target: string; external: boolean };

/** An Open Packaging Conventions file (docx, xlsx, pptx), or any other zip of XML parts. */
export type OfficePackage = {
  names: readonly string[];
  has(path: string): boolean;
  /** What the archive claims; 0 when there is no such part. */
  declaredSize(path: string): number;
  bytes(path: string): Uint8Array | null;
  /** The XML of a part, or null when there is none. */
  xml(path: string): string | null;
  /** Runs a part through a handler in pieces, pausing after each; `complete` is false when the XML ends too early. */
  scan(path: string, handler: XmlHandler, pause: (done: number) => Promise<void>): Promise<{ complete: boolean }>;
  /** Relations of a part (`''` for those of the package), targets resolved to paths. */
  relations(path: string): readonly Relation[];
};

const maxXmlPart = 256 * 1024 * 1024;

/** @throws ParseFailure `encrypted` for the OLE container that Office wraps around protected files, else what `openArchive` throws. */
export function openOfficePackage(bytes: Uint8Array, limits: ParseLimits): OfficePackage {
  if (isOleContainer(bytes)) throw new ParseFailure('encrypted', 'the file is protected by a password');
  return packageOf(openArchive(bytes, limits));
}

function packageOf(archive: Archive): OfficePackage {
  const names = archive.entries.map((entry) => entry.name);
  // Part names are equivalent whatever their case (ECMA-376 part 2, 6.2.2.3).
  const exact = new Map(names.map((name) => [name.toLowerCase(), name]));
  const sizes = new Map(archive.entries.map((entry) => [entry.name, entry.declaredSize]));
  const nameOf = (path: string): string | undefined => exact.get(path.replace(/^\/+/, '').toLowerCase());

  const bytes = (path: string): Uint8Array | null => {
    const name = nameOf(path);
    return name === undefined ? null : archive.read(name);
  };
  const xml = (path: string): string | null => {
    const name = nameOf(path);
    if (name === undefined) return null;
    if ((sizes.get(name) ?? 0) > maxXmlPart)
      throw new ParseFailure('too_large', `a part of the file is larger than ${maxXmlPart} bytes`);
    return decodeXml(archive.read(name));
  };

  return {
    names,
    has: (path) => nameOf(path) !== undefined,
    declaredSize: (path) => sizes.get(nameOf(path) ?? '') ?? 0,
    bytes,
    xml,
    async scan(path, handler, pause) {
      const name = nameOf(path);
      if (name === undefined) return { complete: false };
      const scanner = createXmlScanner(handler);
      let decoder: TextDecoder | null = null;
      let done = 0;
      for (const chunk of archive.stream(name)) {
        if (chunk.length === 0) continue;
        decoder ??= xmlDecoderFor(chunk);
        scanner.write(decoder.decode(chunk, { stream: true }));
        done += chunk.length;
        await pause(done);
      }
      return scanner.end();
    },
    relations: (path) => readRelations(xml(relationsPath(path)), path),
  };
}

function relationsPath(path: string): string {
  const clean = path.replace(/^\/+/, '');
  const slash = clean.lastIndexOf('/');
  return `${clean.slice(0, slash + 1)}_rels/${clean.slice(slash + 1)}.rels`;
}

function readRelations(xml: string | null, source: string): Relation[] {
  if (xml === null) return [];
  const relations: Relation[] = [];
  scanXml(xml, {
    open(name, attributes) {
      if (name !== 'Relationship' && !name.endsWith(':Relationship')) return;
      const target = attributes.get('Target') ?? '';
      const external = attributes.get('TargetMode') === 'External';
      relations.push({
        id: attributes.get('Id') ?? '',
        type: (attributes.get('Type') ?? '').split('/').at(-1)!,
        target: external ? target : resolvePath(source, target),
        external,
      });
    },
    close() {},
    text() {},
  });
  return relations;
}

/** Path of a target seen from a part: relative to its folder, or absolute. */
export function resolvePath(source: string, target: string): string {
  const base = target.startsWith('/') ? [] : source.replace(/^\/+/, '').split('/').slice(0, -1);
  for (const step of target.split('/')) {
    if (step === '..') base.pop();
    else if (step !== '.' && step !== '') base.push(step);
  }
  return base.join('/');
}

export function isOleContainer(bytes: Uint8Array): boolean {
  return bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;
}

/** The main part: what the package's officeDocument relation names, or the first of the usual paths that exists. */
export function mainPart(pack: OfficePackage, usual: readonly string[]): string {
  const named = pack.relations('').find((relation) => relation.type === 'officeDocument' && !relation.external)?.target;
  if (named !== undefined && pack.has(named)) return named;
  const found = usual.find((path) => pack.has(path));
  if (found === undefined) throw new ParseFailure('broken', 'the package has no main document');
  return found;
}
