import { relationsXml, zipOf } from './fixtures.ts';

const namespaces =
  'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

/** A slide with a title and body lines; `extra` is further XML of the shape tree. */
export function slideXml(
  title: string,
  lines: readonly string[],
  options: { extra?: string; attributes?: string; paragraphProperties?: string } = {},
): string {
  const text = (each: string) => `<a:p>${options.paragraphProperties ?? ''}<a:r><a:t>${each}</a:t></a:r></a:p>`;
  const shape = (type: string, content: string) =>
    `<p:sp><p:nvSpPr><p:nvPr><p:ph type="${type}"/></p:nvPr></p:nvSpPr><p:txBody>${content}</p:txBody></p:sp>`;
  const body = lines.length === 0 ? '' : shape('body', lines.map(text).join(''));
  return `<?xml version="1.0"?><p:sld ${namespaces} ${options.attributes ?? ''}><p:cSld><p:spTree>${body}${shape('title', `<a:p><a:r><a:t>${title}</a:t></a:r></a:p>`)}${options.extra ?? ''}</p:spTree></p:cSld></p:sld>`;
}

/** A presentation that shows its slides in reverse order of their file names, as re-ordered decks do. */
export function pptxFile(slides: readonly string[], parts: Record<string, string> = {}): Uint8Array {
  const count = slides.length;
  return zipOf({
    '_rels/.rels': relationsXml({ rId1: ['officeDocument', 'ppt/presentation.xml'] }),
    'ppt/presentation.xml': `<?xml version="1.0"?><p:presentation ${namespaces}><p:sldIdLst>${slides.map((_, at) => `<p:sldId id="${256 + at}" r:id="r${at}"/>`).join('')}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relationsXml(
      Object.fromEntries(slides.map((_, at) => [`r${at}`, ['slide', `slides/slide${count - at}.xml`] as const])),
    ),
    ...Object.fromEntries(slides.map((xml, at) => [`ppt/slides/slide${count - at}.xml`, xml])),
    ...parts,
  });
}
