import type { Block, SampleDocument } from '../blocks.ts';
import { escapeXml, xmlHead } from './xml.ts';
import { zipTexts } from './zip.ts';

const mediaType = 'application/vnd.oasis.opendocument.text';

const namespaces = [
  'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"',
  'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"',
  'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"',
  'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"',
  'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"',
  'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"',
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
].join(' ');

/** An OpenDocument text (OASIS ODF 1.3 part 3), written by hand: headings, paragraphs, lists, tables. */
export function writeOdt(sample: SampleDocument): Uint8Array {
  const body = sample.blocks.map(writeBlock).join('\n');
  return zipTexts(
    {
      mimetype: mediaType,
      'META-INF/manifest.xml': `${xmlHead}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:media-type="${mediaType}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>`,
      'meta.xml': `${xmlHead}<office:document-meta ${namespaces} office:version="1.3"><office:meta>
<dc:title>${escapeXml(sample.title)}</dc:title><meta:initial-creator>${escapeXml(sample.author)}</meta:initial-creator>
<dc:creator>${escapeXml(sample.author)}</dc:creator><meta:creation-date>${sample.date}T09:00:00</meta:creation-date>
<dc:date>${sample.date}T09:00:00</dc:date><dc:language>${sample.language}</dc:language>
</office:meta></office:document-meta>`,
      'content.xml': `${xmlHead}<office:document-content ${namespaces} office:version="1.3">
<office:automatic-styles>
<style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Title" style:family="paragraph"><style:text-properties fo:font-weight="bold" fo:font-size="16pt"/></style:style>
<style:style style:name="Section" style:family="paragraph"><style:paragraph-properties fo:margin-top="0.4cm"/><style:text-properties fo:font-weight="bold" fo:font-size="13pt"/></style:style>
<style:style style:name="Boxed" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style>
</office:automatic-styles>
<office:body><office:text>
${body}
</office:text></office:body></office:document-content>`,
    },
    ['mimetype'],
  );
}

function writeBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<text:h text:style-name="${block.level === 1 ? 'Title' : 'Section'}" text:outline-level="${block.level}">${escapeXml(block.text)}</text:h>`;
    case 'paragraph':
      return `<text:p>${escapeXml(block.text)}</text:p>`;
    case 'list':
      return `<text:list>${block.items.map((item) => `<text:list-item><text:p>${escapeXml(item)}</text:p></text:list-item>`).join('')}</text:list>`;
    case 'table': {
      const cell = (text: string) =>
        `<table:table-cell table:style-name="Boxed" office:value-type="string"><text:p>${escapeXml(text)}</text:p></table:table-cell>`;
      const row = (cells: readonly string[]) => `<table:table-row>${cells.map(cell).join('')}</table:table-row>`;
      return `<table:table><table:table-column table:number-columns-repeated="${block.header.length}"/>
<table:table-header-rows>${row(block.header)}</table:table-header-rows>
${block.rows.map(row).join('\n')}</table:table>`;
    }
  }
}
