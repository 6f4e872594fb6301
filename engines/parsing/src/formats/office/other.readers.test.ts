import { describe, expect, it } from 'vitest';
import { readOdfText } from './odf/odf.reader.ts';
import { readOds } from './odf/ods.reader.ts';
import { readPptx } from './pptx/pptx.reader.ts';
import { readRtf } from './rtf/rtf.reader.ts';
import { odfFile, relationsXml } from './testing/fixtures.ts';
import { pptxFile, slideXml } from './testing/pptx-fixture.ts';
import { runReader } from './testing/run-reader.ts';

describe('readPptx', () => {
  it('reads slides in the order of the show, the title first, with numbers, notes and hidden slides', async () => {
    const table =
      '<p:graphicFrame><a:tbl><a:tblPr firstRow="1"/><a:tr><a:tc><a:txBody><a:p><a:r><a:t>Obra</a:t></a:r></a:p></a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>Monto</a:t></a:r></a:p></a:txBody></a:tc></a:tr><a:tr><a:tc><a:txBody><a:p><a:r><a:t>Puente</a:t></a:r></a:p></a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>10</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></p:graphicFrame>';
    const { blocks, quality } = await runReader(
      readPptx,
      pptxFile(
        [
          slideXml('Resumen de la obra', ['uno', 'dos'], { extra: table }),
          slideXml('Cierre', ['a'], {
            attributes: 'show="0"',
            paragraphProperties: '<a:pPr><a:buAutoNum type="alphaLcParenR"/></a:pPr>',
          }),
        ],
        {
          'ppt/slides/_rels/slide2.xml.rels': relationsXml({ n: ['notesSlide', '../notesSlides/notes1.xml'] }),
          'ppt/notesSlides/notes1.xml': slideXml('', ['decir el plazo de la obra']),
        },
      ),
    );
    expect(blocks.map(({ kind, text, place }) => [place.part, kind, text])).toEqual([
      [1, 'heading', 'Resumen de la obra'],
      [1, 'list-item', 'uno'],
      [1, 'list-item', 'dos'],
      [1, 'table-row', 'Obra | Monto'],
      [1, 'table-row', 'Puente | 10'],
      [1, 'paragraph', '[Notas] decir el plazo de la obra'],
      [2, 'heading', 'Cierre'],
      [2, 'list-item', 'a) a'],
    ]);
    expect(blocks[4]!.header).toEqual(['Obra', 'Monto']);
    expect(quality.map(({ kind, name, notes }) => [kind, name, notes])).toEqual([
      ['slide', 'Resumen de la obra', undefined],
      ['slide', 'Cierre', ['hidden slide']],
    ]);
  });
});

describe('readOdfText', () => {
  const read = (body: string, options = {}) =>
    runReader(readOdfText, odfFile(`<office:text>${body}</office:text>`, options), { format: 'odt' });

  it('reads headings by outline and by style, list numbers, notes and spaces', async () => {
    const styles = `<office:styles><style:style style:name="T_20_2" style:display-name="Título 2"/><text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/></text:list-style></office:styles>`;
    const { blocks } = await read(
      '<text:h text:outline-level="1">Objeto</text:h><text:p text:style-name="P1">Alcance</text:p><text:list text:style-name="L"><text:list-item><text:p>uno</text:p><text:p>sigue</text:p></text:list-item><text:list-item><text:p>dos</text:p><text:list><text:list-item><text:p>letra</text:p></text:list-item></text:list></text:list-item></text:list><text:p>a<text:s text:c="2"/>b<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>al pie</text:p></text:note-body></text:note></text:p>',
      { styles, automatic: '<style:style style:name="P1" style:parent-style-name="T_20_2"/>' },
    );
    expect(blocks.map(({ kind, level, text }) => [kind, level, text])).toEqual([
      ['heading', 1, 'Objeto'],
      ['heading', 2, 'Alcance'],
      ['list-item', undefined, '1. uno'],
      ['list-item', undefined, 'sigue'],
      ['list-item', undefined, '2. dos'],
      ['list-item', undefined, 'a) letra'],
      ['paragraph', undefined, 'a  b[1]'],
      ['paragraph', undefined, '[1] al pie'],
    ]);
  });

  it('leaves out deleted text, counts soft page breaks, reads tables with spans', async () => {
    const cell = (text: string, attributes = '') =>
      `<table:table-cell ${attributes}><text:p>${text}</text:p></table:table-cell>`;
    const { blocks, metadata, warnings } = await read(
      `<text:tracked-changes><text:changed-region><text:deletion><text:p>borrado</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>uno</text:p><text:p><text:soft-page-break/>dos</text:p>
       <table:table><table:table-column table:number-columns-repeated="2"/><table:table-header-rows><table:table-row>${cell('Obra')}${cell('Monto')}</table:table-row></table:table-header-rows><table:table-row>${cell('Puente', 'table:number-rows-spanned="2"')}${cell('10')}</table:table-row><table:table-row><table:covered-table-cell/>${cell('20')}</table:table-row></table:table>`,
    );
    expect(blocks.map(({ text, place }) => [place.part, text])).toEqual([
      [1, 'uno'],
      [2, 'dos'],
      [2, 'Obra | Monto'],
      [2, 'Puente | 10'],
      [2, 'Puente | 20'],
    ]);
    expect(blocks[4]).toMatchObject({ header: ['Obra', 'Monto'], cells: [{ ref: 'A2' }, { ref: 'B3' }] });
    expect(metadata.parts).toBe(2);
    expect(warnings.join()).toContain('deleted text is left out');
  });

  it('knows an encrypted file by its manifest', async () => {
    await expect(
      read('', { manifest: '<manifest:manifest><manifest:encryption-data/></manifest:manifest>' }),
    ).rejects.toMatchObject({ reason: 'encrypted' });
  });
});

describe('readOds', () => {
  it('places repeated rows and cells, and shortens runs that would fill the sheet', async () => {
    const row = (cells: string, attributes = '') => `<table:table-row ${attributes}>${cells}</table:table-row>`;
    const cell = (text: string, attributes = '') =>
      `<table:table-cell ${attributes}><text:p>${text}</text:p></table:table-cell>`;
    const body = `<office:spreadsheet><table:table table:name="Hoja">${row(cell('a'))}${row('<table:table-cell table:number-columns-repeated="1024"/>', 'table:number-rows-repeated="5"')}${row(`<table:table-cell table:number-columns-repeated="2"/>${cell('b', 'table:number-columns-repeated="2"')}`)}${row(cell('c'), 'table:number-rows-repeated="1048000"')}</table:table></office:spreadsheet>`;
    const { blocks, quality } = await runReader(readOds, odfFile(body), { format: 'ods' });
    expect(blocks[0]!.place.range).toBe('A1');
    expect(blocks[1]).toMatchObject({ text: 'b | b', place: { range: 'C7:D7' } });
    expect(blocks[2]!.place.range).toBe('A8');
    expect(blocks).toHaveLength(1_002);
    expect(quality[0]).toMatchObject({ name: 'Hoja', notes: ['repeated rows shortened (1048000)'] });
  });
});

describe('readRtf', () => {
  const read = (rtf: string) =>
    runReader(
      readRtf,
      Uint8Array.from(rtf, (char) => char.charCodeAt(0)),
      { format: 'rtf' },
    );

  it('decodes code pages, fonts of other character sets, and Unicode with its stand-ins skipped', async () => {
    const { text } = await read(
      "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset238 Arial CE;}}\\f0 Se\\'f1al {\\f1 za\\'bf\\'f3\\'b3\\'e6} \\u8364?\\uc2\\u241 xx\\uc0\\u-10179\\u-8704 .\\par}",
    );
    expect(text).toBe('Señal zażółć €ñ😀.');
  });

  it('reads styles, tables, notes and list texts, and skips pictures, binary data and unknown destinations', async () => {
    const { blocks, quality, metadata } = await read(
      "{\\rtf1{\\stylesheet{\\s1\\outlinelevel0 heading 1;}}{\\info{\\title Contrato}{\\author Ana}{\\creatim\\yr2024\\mo3\\dy5\\hr10\\min0}}{\\pard\\s1 Objeto\\par}{\\pard El plazo{\\footnote h\\'e1biles} es de 30 d\\'edas.\\par}{\\pict\\bin5 }}{x{\\*\\nuevo oculto}{\\pard{\\listtext 1.\\tab}uno\\par}\\trowd\\cellx1\\cellx2 Obra\\intbl\\cell Monto\\cell\\row Puente\\intbl\\cell 10\\cell\\row\\pard fin\\par}",
    );
    expect(blocks.map(({ kind, text }) => [kind, text])).toEqual([
      ['heading', 'Objeto'],
      ['paragraph', 'El plazo[1] es de 30 días.'],
      ['paragraph', '[1] hábiles'],
      ['list-item', '1. uno'],
      ['table-row', 'Obra | Monto'],
      ['table-row', 'Puente | 10'],
      ['paragraph', 'fin'],
    ]);
    expect(metadata).toMatchObject({ title: 'Contrato', author: 'Ana', created: '2024-03-05T10:00:00Z' });
    expect(quality[0]!.notes).toEqual(['image without text']);
  });

  it('ends groups nested without end', async () => {
    await expect(read(`{\\rtf1${'{'.repeat(5_000)}`)).rejects.toMatchObject({ reason: 'too_deep' });
    await expect(read('no es rtf')).rejects.toMatchObject({ reason: 'broken' });
  });
});
