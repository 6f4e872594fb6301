import { escapeXml, xmlHead } from './xml.ts';
import { zipTexts } from './zip.ts';

export type Slide = { title: string; bullets: readonly string[] };

const a = 'http://schemas.openxmlformats.org/drawingml/2006/main';
const p = 'http://schemas.openxmlformats.org/presentationml/2006/main';
const r = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const rels = 'http://schemas.openxmlformats.org/package/2006/relationships';
const types = 'application/vnd.openxmlformats-officedocument.presentationml';

const emptyTree = `<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>`;
const root = (name: string, inner: string) =>
  `${xmlHead}<p:${name} xmlns:a="${a}" xmlns:r="${r}" xmlns:p="${p}">${inner}</p:${name}>`;
const relation = (id: number, kind: string, target: string) =>
  `<Relationship Id="rId${id}" Type="${r}/${kind}" Target="${target}"/>`;
const relations = (...items: string[]) => `${xmlHead}<Relationships xmlns="${rels}">${items.join('')}</Relationships>`;
const override = (part: string, kind: string) => `<Override PartName="${part}" ContentType="${kind}"/>`;

/** A presentation (ECMA-376 PresentationML), written by hand: a title and bullets per slide, one plain master. */
export function writePptx(
  slides: readonly Slide[],
  about: { title: string; author: string; date: string },
): Uint8Array {
  const entries: Record<string, string> = {
    '[Content_Types].xml': `${xmlHead}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('/ppt/presentation.xml', `${types}.presentation.main+xml`)}${override('/ppt/slideMasters/slideMaster1.xml', `${types}.slideMaster+xml`)}${override('/ppt/slideLayouts/slideLayout1.xml', `${types}.slideLayout+xml`)}${override('/ppt/theme/theme1.xml', 'application/vnd.openxmlformats-officedocument.theme+xml')}${override('/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml')}${slides.map((_, i) => override(`/ppt/slides/slide${i + 1}.xml`, `${types}.slide+xml`)).join('')}</Types>`,
    '_rels/.rels': relations(
      relation(1, 'officeDocument', 'ppt/presentation.xml'),
      `<Relationship Id="rId2" Type="${rels}/metadata/core-properties" Target="docProps/core.xml"/>`,
    ),
    'docProps/core.xml': `${xmlHead}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(about.title)}</dc:title><dc:creator>${escapeXml(about.author)}</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${about.date}T09:00:00Z</dcterms:created></cp:coreProperties>`,
    'ppt/presentation.xml': root(
      'presentation',
      `<p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst><p:sldIdLst>${slides.map((_, i) => `<p:sldId id="${256 + i}" r:id="rId${i + 2}"/>`).join('')}</p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/>`,
    ),
    'ppt/_rels/presentation.xml.rels': relations(
      relation(1, 'slideMaster', 'slideMasters/slideMaster1.xml'),
      ...slides.map((_, i) => relation(i + 2, 'slide', `slides/slide${i + 1}.xml`)),
    ),
    'ppt/slideMasters/slideMaster1.xml': root(
      'sldMaster',
      `<p:cSld><p:spTree>${emptyTree}</p:spTree></p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/><p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst>`,
    ),
    'ppt/slideMasters/_rels/slideMaster1.xml.rels': relations(
      relation(1, 'slideLayout', '../slideLayouts/slideLayout1.xml'),
      relation(2, 'theme', '../theme/theme1.xml'),
    ),
    'ppt/slideLayouts/slideLayout1.xml': root(
      'sldLayout',
      `<p:cSld name="Plain"><p:spTree>${emptyTree}</p:spTree></p:cSld>`,
    ),
    'ppt/slideLayouts/_rels/slideLayout1.xml.rels': relations(
      relation(1, 'slideMaster', '../slideMasters/slideMaster1.xml'),
    ),
    'ppt/theme/theme1.xml': theme(),
  };
  slides.forEach((slide, i) => {
    entries[`ppt/slides/slide${i + 1}.xml`] = writeSlide(slide);
    entries[`ppt/slides/_rels/slide${i + 1}.xml.rels`] = relations(
      relation(1, 'slideLayout', '../slideLayouts/slideLayout1.xml'),
    );
  });
  return zipTexts(entries);
}

function writeSlide({ title, bullets }: Slide): string {
  const run = (text: string, size: number, bold: boolean) =>
    `<a:p><a:r><a:rPr lang="es-ES" sz="${size}"${bold ? ' b="1"' : ''}/><a:t>${escapeXml(text)}</a:t></a:r></a:p>`;
  const box = (id: number, name: string, placeholder: string, y: number, height: number, paragraphs: string) =>
    `<p:sp><p:nvSpPr><p:cNvPr id="${id}" name="${name}"/><p:cNvSpPr/><p:nvPr><p:ph type="${placeholder}"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="700000" y="${y}"/><a:ext cx="10800000" cy="${height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>${paragraphs}</p:txBody></p:sp>`;
  const body = bullets.map((text) => run(`• ${text}`, 2000, false)).join('');
  return root(
    'sld',
    `<p:cSld><p:spTree>${emptyTree}${box(2, 'Title', 'title', 400000, 900000, run(title, 3200, true))}${box(3, 'Content', 'body', 1500000, 4900000, body)}</p:spTree></p:cSld>`,
  );
}

function theme(): string {
  const colours = [
    'dk1:000000',
    'lt1:FFFFFF',
    'dk2:1F3A5F',
    'lt2:EEEEEE',
    'accent1:1F6FB2',
    'accent2:C0504D',
    'accent3:9BBB59',
    'accent4:8064A2',
    'accent5:4BACC6',
    'accent6:F79646',
    'hlink:0000FF',
    'folHlink:800080',
  ];
  const scheme = colours
    .map((entry) => entry.split(':'))
    .map(([name, value]) => `<a:${name}><a:srgbClr val="${value}"/></a:${name}>`);
  const font = '<a:latin typeface="Liberation Sans"/><a:ea typeface=""/><a:cs typeface=""/>';
  const fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>';
  const line = `<a:ln w="9525">${fill}</a:ln>`;
  const effect = '<a:effectStyle><a:effectLst/></a:effectStyle>';
  return `${xmlHead}<a:theme xmlns:a="${a}" name="Plain"><a:themeElements><a:clrScheme name="Plain">${scheme.join('')}</a:clrScheme><a:fontScheme name="Plain"><a:majorFont>${font}</a:majorFont><a:minorFont>${font}</a:minorFont></a:fontScheme><a:fmtScheme name="Plain"><a:fillStyleLst>${fill.repeat(3)}</a:fillStyleLst><a:lnStyleLst>${line.repeat(3)}</a:lnStyleLst><a:effectStyleLst>${effect.repeat(3)}</a:effectStyleLst><a:bgFillStyleLst>${fill.repeat(3)}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>`;
}
