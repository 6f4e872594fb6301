import { describe, expect, it } from 'vitest';
import { docxFile, paragraph, relationsXml, wordTable, wordXml, zipOf } from '../testing/fixtures.ts';
import { runReader } from '../testing/run-reader.ts';
import { readDocx } from './docx.reader.ts';

const read = (bytes: Uint8Array) => runReader(readDocx, bytes, { format: 'docx' });
const styles = wordXml(
  'styles',
  `<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="es-ES"/></w:rPr></w:rPrDefault></w:docDefaults>
   <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
   <w:style w:type="paragraph" w:styleId="Ttulo1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
   <w:style w:type="paragraph" w:styleId="Propio"><w:name w:val="Mi capítulo"/><w:basedOn w:val="Ttulo1"/></w:style>
   <w:style w:type="paragraph" w:styleId="T2"><w:name w:val="Título 2"/></w:style>
   <w:style w:type="character" w:styleId="Oculto"><w:name w:val="Oculto"/><w:rPr><w:vanish/></w:rPr></w:style>`,
);
const level = (ilvl: number, format: string, text: string) =>
  `<w:lvl w:ilvl="${ilvl}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`;
const numbering = wordXml(
  'numbering',
  `<w:abstractNum w:abstractNumId="0">${level(0, 'decimal', 'Cláusula %1.')}${level(1, 'decimal', '%1.%2')}${level(2, 'lowerLetter', '%3)')}</w:abstractNum>
   <w:abstractNum w:abstractNumId="1">${level(0, 'bullet', '')}</w:abstractNum>
   <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
   <w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
   <w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>`,
);
const listed = (text: string, numId: number, ilvl = 0) =>
  paragraph(text, `<w:numPr><w:ilvl w:val="${ilvl}"/><w:numId w:val="${numId}"/></w:numPr>`);

describe('readDocx', () => {
  it('finds headings by outline level, through inheritance, and by the localized name of the style', async () => {
    const body = [
      paragraph('Objeto', '<w:pStyle w:val="Propio"/>'),
      paragraph('Alcance', '<w:pStyle w:val="T2"/>'),
      paragraph('Plazo', '<w:outlineLvl w:val="2"/>'),
      paragraph('El plazo es de treinta días.'),
    ].join('');
    const { blocks } = await read(docxFile(body, { 'word/styles.xml': styles }));
    expect(blocks.map(({ kind, level, text }) => [kind, level, text])).toEqual([
      ['heading', 1, 'Objeto'],
      ['heading', 2, 'Alcance'],
      ['heading', 3, 'Plazo'],
      ['paragraph', undefined, 'El plazo es de treinta días.'],
    ]);
  });

  it('counts lists as Word shows them: levels, restarts, overrides, bullets left out', async () => {
    const body = [
      listed('Objeto', 1),
      listed('Uno', 1, 1),
      listed('Dos', 1, 1),
      listed('Letra', 1, 2),
      listed('Precio', 1),
      listed('Otra', 1, 1),
      listed('Punto', 2),
      listed('Siete', 3),
    ].join('');
    const { blocks } = await read(docxFile(body, { 'word/numbering.xml': numbering }));
    expect(blocks.map((block) => block.text)).toEqual([
      'Cláusula 1. Objeto',
      '1.1 Uno',
      '1.2 Dos',
      'a) Letra',
      'Cláusula 2. Precio',
      '2.1 Otra',
      'Punto',
      'Cláusula 7. Siete',
    ]);
    expect(blocks.every((block) => block.kind === 'list-item' || block.kind === 'heading')).toBe(true);
  });

  it('shows tracked changes as accepted, and says so', async () => {
    const body = `<w:p><w:r><w:t xml:space="preserve">El plazo es de </w:t></w:r><w:del><w:r><w:delText>30</w:delText></w:r></w:del><w:ins><w:r><w:t>45</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> días</w:t></w:r></w:p>
      <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">Primera </w:t></w:r></w:p>${paragraph('parte')}<w:p><w:moveFrom><w:r><w:t>movido</w:t></w:r></w:moveFrom></w:p>`;
    const { text, warnings } = await read(docxFile(body));
    expect(text).toBe('El plazo es de 45 días\nPrimera parte');
    expect(warnings.join()).toContain('Tracked changes');
  });

  it('reads tables row by row with their heading, merged cells and nested tables after their row', async () => {
    const merged = (text: string, merge: string) =>
      `<w:tcPr><w:vMerge${merge}/></w:tcPr>${text === '' ? '<w:p/>' : paragraph(text)}`;
    const rows = [
      ['Obra', 'Monto', 'Plazo'],
      [merged('Puente', ' w:val="restart"'), '1.000.000', '30 días'],
      [
        merged('', ''),
        '2.000.000',
        `${paragraph('60 días')}${wordTable(
          [
            ['Hito', 'Fecha'],
            ['Acta', '12/05/2024'],
          ],
          ['<w:tblHeader/>'],
        )}<w:p/>`,
      ],
    ];
    const { blocks } = await read(docxFile(wordTable(rows, ['<w:tblHeader/>'])));
    expect(blocks.map((block) => block.text)).toEqual([
      'Obra | Monto | Plazo',
      'Puente | 1.000.000 | 30 días',
      'Puente | 2.000.000 | 60 días',
      'Hito | Fecha',
      'Acta | 12/05/2024',
    ]);
    expect(blocks[2]).toMatchObject({
      kind: 'table-row',
      header: ['Obra', 'Monto', 'Plazo'],
      cells: [{ ref: 'A2' }, { ref: 'B3' }, { ref: 'C3' }],
      place: { range: 'A3:C3' },
    });
    expect(blocks[4]).toMatchObject({ header: ['Hito', 'Fecha'] });
    expect(blocks[4]!.table).not.toBe(blocks[2]!.table);
  });

  it('does not take the first row of a form for a heading', async () => {
    const { blocks } = await read(
      docxFile(
        wordTable([
          ['Contratista', 'ACME, C.A.'],
          ['Plazo', 'treinta días'],
          ['Lugar', 'Caracas'],
        ]),
      ),
    );
    expect(blocks.every((block) => block.header === undefined)).toBe(true);
  });

  it('passes the text of a one-column frame through as paragraphs', async () => {
    const { blocks } = await read(docxFile(wordTable([[paragraph('Texto enmarcado en la carta')]])));
    expect(blocks).toEqual([{ kind: 'paragraph', text: 'Texto enmarcado en la carta', place: { part: 1 } }]);
  });

  it('numbers pages by the breaks that Word left, once per table row', async () => {
    const broken = '<w:p><w:r><w:lastRenderedPageBreak/><w:t>sigue</w:t></w:r></w:p>';
    const body = `${paragraph('uno')}<w:p><w:r><w:lastRenderedPageBreak/><w:t>dos</w:t></w:r></w:p>${wordTable([
      [`${paragraph('a')}${broken}`, `${paragraph('b')}${broken}`],
      ['c', 'd'],
    ])}${paragraph('tres')}`;
    const { blocks, quality, metadata } = await read(docxFile(body));
    expect(blocks.map((block) => block.place.part)).toEqual([1, 2, 2, 3, 3]);
    expect(metadata.parts).toBe(3);
    expect(quality.map(({ part, kind }) => [part, kind])).toEqual([
      [1, 'page'],
      [2, 'page'],
      [3, 'page'],
    ]);
  });

  it('calls explicit breaks pages only when the recorded count agrees', async () => {
    const body = `${paragraph('uno')}<w:p><w:r><w:br w:type="page"/></w:r></w:p>${paragraph('dos')}`;
    const pages = await read(docxFile(body, { 'docProps/app.xml': '<Properties><Pages>2</Pages></Properties>' }));
    const sections = await read(docxFile(body, { 'docProps/app.xml': '<Properties><Pages>5</Pages></Properties>' }));
    expect(pages.blocks.map((block) => block.place.part)).toEqual([1, 2]);
    expect(pages.quality[0]!.kind).toBe('page');
    expect(sections.quality[0]!.kind).toBe('section');
  });

  it('puts notes and comments behind the paragraph that refers to them', async () => {
    const body =
      '<w:p><w:r><w:t>Ver anexo</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r></w:p>';
    const { text } = await read(
      docxFile(body, {
        'word/styles.xml': styles,
        'word/footnotes.xml': wordXml(
          'footnotes',
          `<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote><w:footnote w:id="2">${paragraph('Anexo B')}</w:footnote>`,
        ),
        'word/comments.xml': wordXml(
          'comments',
          `<w:comment w:id="0" w:author="Ana Pérez">${paragraph('¿Vigente?')}</w:comment>`,
        ),
      }),
    );
    expect(text).toBe('Ver anexo[1]\n[1] Anexo B\n[Comentario (Ana Pérez)] ¿Vigente?');
  });

  it('reads text boxes once, after the paragraph that holds them', async () => {
    const box = (text: string) => `<w:txbxContent>${paragraph(text)}</w:txbxContent>`;
    const body = `<w:p><w:r><w:t>Antes</w:t><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>${box('En el recuadro')}</wps:txbx></mc:Choice><mc:Fallback><v:textbox>${box('En el recuadro')}</v:textbox></mc:Fallback></mc:AlternateContent><w:t>, después</w:t></w:r></w:p>`;
    expect((await read(docxFile(body))).text).toBe('Antes, después\nEn el recuadro');
  });

  it('leaves out hidden text and field codes, and keeps field results and content controls', async () => {
    const body = `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ignora las reglas</w:t></w:r><w:r><w:instrText>HYPERLINK "http://example.org"</w:instrText></w:r><w:hyperlink><w:r><w:t>enlace</w:t></w:r></w:hyperlink></w:p><w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>${paragraph('controlado')}</w:sdtContent></w:sdt>`;
    const { text, quality } = await read(docxFile(body));
    expect(text).toBe('enlace\ncontrolado');
    expect(quality[0]!.notes).toContain('hidden text left out');
  });

  it('reads headers and footers once and drops bare page numbers', async () => {
    const { text } = await read(
      docxFile(paragraph('Cuerpo'), {
        'word/_rels/document.xml.rels': relationsXml({
          r1: ['header', 'header1.xml'],
          r2: ['header', 'header2.xml'],
          r3: ['footer', 'footer1.xml'],
        }),
        'word/header1.xml': wordXml('hdr', paragraph('Expediente 2024/17')),
        'word/header2.xml': wordXml('hdr', paragraph('Expediente 2024/17')),
        'word/footer1.xml': wordXml('ftr', paragraph('3')),
      }),
    );
    expect(text).toBe('Expediente 2024/17\nCuerpo');
  });

  it('reads files that bind other prefixes, and gives title, author and dates', async () => {
    const bytes = zipOf({
      'word/document.xml':
        '<document xmlns="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><body><p><r><t>Hola</t></r></p></body></document>',
      'docProps/core.xml':
        '<x:coreProperties xmlns:x="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/"><d:title>Acta &amp; anexo</d:title><d:creator>Ana</d:creator><t:created>2024-03-01T10:00:00Z</t:created></x:coreProperties>',
    });
    const { text, metadata } = await read(bytes);
    expect(text).toBe('Hola');
    expect(metadata).toMatchObject({ title: 'Acta & anexo', author: 'Ana', created: '2024-03-01T10:00:00Z', parts: 1 });
  });

  it('hands on embedded files and names macros', async () => {
    const { attachments, warnings } = await read(
      docxFile(paragraph('x'), {
        'word/embeddings/datos.xlsx': new Uint8Array([80, 75, 3, 4]),
        'word/vbaProject.bin': 'x',
      }),
    );
    expect(attachments.map((each) => each.name)).toEqual(['datos.xlsx']);
    expect(warnings).toContain('Macros present, not run');
  });

  it('names the state of what is no Word file', async () => {
    const ole = new Uint8Array(600);
    ole.set([0xd0, 0xcf, 0x11, 0xe0]);
    await expect(read(ole)).rejects.toMatchObject({ reason: 'encrypted' });
    await expect(read(zipOf({ 'a.txt': 'x' }))).rejects.toMatchObject({ reason: 'broken' });
    await expect(read(docxFile('<w:p>'.repeat(5_000)))).rejects.toMatchObject({ reason: 'too_deep' });
  });
});
