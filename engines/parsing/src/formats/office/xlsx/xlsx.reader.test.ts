import { describe, expect, it } from 'vitest';
import { relationsXml, sheetRow, xlsxFile } from '../testing/fixtures.ts';
import { runReader } from '../testing/run-reader.ts';
import { readXlsx } from './xlsx.reader.ts';

const read = (bytes: Uint8Array) => runReader(readXlsx, bytes, { format: 'xlsx' });
const styles = `<numFmts><numFmt numFmtId="164" formatCode="#,##0.00\\ &quot;Bs.&quot;"/></numFmts><fonts><font/><font><b/></font></fonts>
  <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="164"/><xf numFmtId="0" fontId="1"/></cellXfs>`;

describe('readXlsx', () => {
  it('shows cells as the sheet does, in Spanish notation for a Spanish workbook', async () => {
    const data = `${sheetRow(1, ['Fecha', 'Avance', 'Monto', 'Código'])}<row r="2"><c r="A2" s="1"><v>45363</v></c><c r="B2" s="2"><v>0.125</v></c><c r="C2" s="3"><v>1234567.5</v></c><c r="D2" t="s"><v>0</v></c></row>`;
    const { blocks } = await read(xlsxFile([{ name: 'Pagos de la obra', data }], { styles, strings: ['J-12345678'] }));
    expect(blocks[1]!.text).toBe('12/03/2024 | 12,50% | 1.234.567,50 Bs. | J-12345678');
    expect(blocks[1]).toMatchObject({
      header: ['Fecha', 'Avance', 'Monto', 'Código'],
      cells: [{ ref: 'A2' }, { ref: 'B2' }, { ref: 'C2' }, { ref: 'D2', text: 'J-12345678' }],
      place: { part: 1, range: 'A2:D2' },
    });
  });

  it('counts days of both calendars', async () => {
    const data =
      '<row r="1"><c r="A1" s="1"><v>0</v></c><c r="B1" s="1"><v>60</v></c><c r="C1" s="1"><v>61</v></c></row>';
    const sheet = [{ name: 'Sheet of the year', data }];
    expect((await read(xlsxFile(sheet, { styles }))).text).toBe('1900-01-00 | 1900-02-29 | 1900-03-01');
    expect((await read(xlsxFile(sheet, { styles, workbook: '<workbookPr date1904="1"/>' }))).text).toBe(
      '1904-01-01 | 1904-03-01 | 1904-03-02',
    );
  });

  it('keeps sheets in order as parts, hidden ones with a note', async () => {
    const { blocks, quality } = await read(
      xlsxFile([
        { name: 'Uno', data: sheetRow(1, ['a']) },
        { name: 'Dos', data: sheetRow(1, ['b']), attributes: 'state="hidden"' },
        { name: 'Tres', data: '' },
      ]),
    );
    expect(blocks.map((block) => [block.place.part, block.text])).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    expect(quality.map(({ name, method, notes }) => [name, method, notes])).toEqual([
      ['Uno', 'text', undefined],
      ['Dos', 'text', ['hidden sheet']],
      ['Tres', 'empty', undefined],
    ]);
  });

  it('notes formulas without a value and cells with errors', async () => {
    const data =
      '<row r="1"><c r="A1"><f>SUM(B1)</f></c><c r="B1" t="e"><v>#REF!</v></c><c r="C1"><f>1+1</f><v>2</v></c></row>';
    const { text, quality } = await read(xlsxFile([{ name: 'S', data }]));
    expect(text).toBe('#REF! | 2');
    expect(quality[0]!.notes).toEqual(['formula without value', 'cell with error #REF!']);
  });

  it('repeats a vertically merged label in each of its rows, with the address where it stands', async () => {
    const data = `${sheetRow(1, ['Rubro', 'Partida', 'Monto'])}${sheetRow(2, ['Vialidad', 'Asfalto', 10])}<row r="3"><c r="B3" t="inlineStr"><is><t>Señales</t></is></c><c r="C3"><v>20</v></c></row>`;
    const { blocks } = await read(
      xlsxFile([{ name: 'S', data, tail: '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>' }]),
    );
    expect(blocks[2]).toMatchObject({
      text: 'Vialidad | Señales | 20',
      cells: [{ ref: 'A2' }, { ref: 'B3' }, { ref: 'C3' }],
      header: ['Rubro', 'Partida', 'Monto'],
    });
  });

  it('takes the heading of a second table on the same sheet, and titles above tables for no heading', async () => {
    const rows = [['Resumen de pagos'], ['Proveedor', 'Monto'], ['ACME', 10], ['Beta', 20]] as const;
    const data = `${rows.map((row, at) => sheetRow(at + 1, row)).join('')}${sheetRow(7, ['Obra', 'Avance'])}${sheetRow(8, ['Puente', 35])}`;
    const { blocks } = await read(xlsxFile([{ name: 'S', data }]));
    expect(blocks.map((block) => block.header)).toEqual([
      undefined,
      undefined,
      ['Proveedor', 'Monto'],
      ['Proveedor', 'Monto'],
      undefined,
      ['Obra', 'Avance'],
    ]);
    expect(new Set(blocks.map((block) => block.table)).size).toBe(2);
  });

  it('believes the file when it names a table', async () => {
    const data = [sheetRow(1, ['2023', '2024']), sheetRow(2, ['diez', 'once'])].join('');
    const { blocks } = await read(
      xlsxFile([{ name: 'S', data, relations: relationsXml({ r1: ['table', '../tables/table1.xml'] }) }], {
        parts: {
          'xl/tables/table1.xml':
            '<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ref="A1:B2"/>',
        },
      }),
    );
    expect(blocks[1]!.header).toEqual(['2023', '2024']);
  });

  it('reads rich strings without phonetic guides, escapes and comments', async () => {
    const data = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>';
    const { text } = await read(
      xlsxFile([{ name: 'S', data, relations: relationsXml({ r1: ['comments', '../comments1.xml'] }) }], {
        parts: {
          'xl/sharedStrings.xml':
            '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>línea_x000D_</t></r><r><t>\ndos</t></r><rPh><t>guía</t></rPh></si></sst>',
          'xl/comments1.xml':
            '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>Ana</author></authors><commentList><comment ref="A1" authorId="0"><text><t>revisar el pago de la obra</t></text></comment></commentList></comments>',
        },
      }),
    );
    expect(text).toMatch(
      /^línea\ndos\n\[Coment?(?:ario|t)? ?\(Ana\)\] revisar|^línea\ndos\n\[Comment \(Ana\)\] revisar/,
    );
  });
});
