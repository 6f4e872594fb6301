import { strToU8 } from 'fflate';
import { docxFile, odfFile, paragraph, sheetRow, wordTable, wordXml, xlsxFile } from './fixtures.ts';
import { msgFile } from './msg-fixture.ts';
import { pptxFile, slideXml } from './pptx-fixture.ts';

const mail = [
  'From: =?utf-8?q?Ana_P=C3=A9rez?= <ana@example.org>',
  'To: luis@example.org',
  'Subject: Plazo',
  'Date: Mon, 3 Mar 2025 10:00:00 -0400',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="b"',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'El plazo es de 30 días.',
  '',
  'El lun, 3 mar 2025, Luis escribió:',
  '> ¿Cuál es el plazo?',
  '--b',
  'Content-Type: text/csv; name="a.csv"',
  'Content-Disposition: attachment; filename="a.csv"',
  'Content-Transfer-Encoding: base64',
  '',
  'YSxiCjEsMg==',
  '--b--',
  '',
].join('\r\n');

const odfText =
  '<office:text><text:h text:outline-level="1">Objeto</text:h><text:p text:style-name="P1">Texto<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>nota</text:p></text:note-body></text:note></text:p><text:list><text:list-item><text:p>uno</text:p></text:list-item></text:list><table:table><table:table-column table:number-columns-repeated="2"/><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell table:number-columns-spanned="2"><text:p>b</text:p></table:table-cell></table:table-row></table:table></office:text>';

/** A small whole file of each format, as the starting point of the fuzz tests. */
export const seeds: Record<string, Uint8Array> = {
  docx: docxFile(
    `${paragraph('Objeto', '<w:outlineLvl w:val="0"/>')}${paragraph('uno', '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')}${wordTable(
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    )}<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>`,
    {
      'word/footnotes.xml': wordXml('footnotes', `<w:footnote w:id="1">${paragraph('nota')}</w:footnote>`),
      'word/numbering.xml': wordXml(
        'numbering',
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
      ),
      'word/styles.xml': wordXml(
        'styles',
        '<w:style w:styleId="A"><w:name w:val="a"/><w:basedOn w:val="A"/></w:style>',
      ),
    },
  ),
  xlsx: xlsxFile(
    [
      {
        name: 'S',
        data: `${sheetRow(1, ['a', 'b'])}${sheetRow(2, [1, 2.5])}<row r="3"><c r="A3" t="s" s="1"><v>0</v></c></row>`,
        tail: '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
      },
    ],
    {
      strings: ['x'],
      styles:
        '<numFmts><numFmt numFmtId="165" formatCode="[h]:mm;@"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="165"/></cellXfs>',
    },
  ),
  pptx: pptxFile([slideXml('Título', ['uno', 'dos'])]),
  odt: odfFile(odfText, { automatic: '<style:style style:name="P1" style:parent-style-name="P1"/>' }),
  odp: odfFile(
    '<office:presentation><draw:page draw:name="p"><draw:frame presentation:class="title"><draw:text-box><text:p>Hola</text:p></draw:text-box></draw:frame></draw:page></office:presentation>',
  ),
  ods: odfFile(
    '<office:spreadsheet><table:table table:name="S"><table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="4" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>',
  ),
  rtf: strToU8(
    "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset238 Arial;}}{\\stylesheet{\\s1 heading 1;}}{\\info{\\title T}}\\f0 Se\\'f1al \\u8364? {\\*\\bin3 abc}\\par\\trowd\\cellx1 a\\cell b\\cell\\row\\pard{\\footnote nota}fin\\par}",
  ),
  eml: strToU8(mail),
  mbox: strToU8(
    `From ana@example.org Mon Mar  3 10:00:00 2025\n${mail}\nFrom ana@example.org Mon Mar  3 11:00:00 2025\n${mail}`,
  ),
  msg: msgFile({
    '__substg1.0_0037001F': 'Asunto',
    '__substg1.0_1000001F': 'El plazo es de 30 días.',
    '__substg1.0_0C1A001F': 'Ana',
  }),
  html: strToU8(
    '<!doctype html><html lang="es"><title>T</title><body><h1>A</h1><p>b<br>c<table><tr><th>x<th>y<tr><td rowspan=2>1<td>2<tr><td>3</table><ol start=3><li>l<ul><li>m</ul></ol><pre> x\n y</pre>',
  ),
  text: strToU8('CAPÍTULO I\n\nUn párrafo\nde dos líneas.\n\n1. uno\n2. dos\n'),
  markdown: strToU8(
    '---\ntitle: T\n---\n# A\n\ntexto **negro** [enlace](x)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n- uno\n1. dos\n',
  ),
  csv: strToU8('nombre;monto\n"Pérez; Ana";"1.000,50"\nLuis;20\n'),
  tsv: strToU8('nombre\tmonto\nAna\t1\nLuis\t2\n'),
  json: strToU8('{"contratos":[{"id":"2024/17","plazo":30,"partes":["a","b"]},{"id":"2024/18"}]}\n{"x":null}'),
  xml: strToU8(
    '<?xml version="1.0"?><factura n="1"><linea><importe moneda="EUR">120</importe><![CDATA[x < y]]></linea></factura>',
  ),
};
