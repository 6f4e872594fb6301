import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runReader } from '../office/testing/run-reader.ts';
import { readCsv } from './csv.reader.ts';
import { createCsvParser } from './csv-parser.ts';
import { readHtml } from './html.reader.ts';
import { readJson } from './json.reader.ts';
import { readMarkdown } from './markdown.reader.ts';
import { readText } from './text.reader.ts';
import { readXml } from './xml.reader.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const utf16 = (text: string, mark: boolean) => new Uint8Array(Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le'));
const swapped = (bytes: Uint8Array) => bytes.map((_, at) => bytes[at ^ 1]!);

describe('readText', () => {
  const text = 'La resolución del año 2024: señal y pingüino en la administración.';
  it.each([
    ['UTF-8', utf8(text)],
    ['UTF-8 with a mark', utf8(`\ufeff${text}`)],
    ['Latin-1', latin1(text)],
    ['UTF-16 LE with a mark', utf16(text, true)],
    ['UTF-16 LE without one', utf16(text, false)],
    ['UTF-16 BE with a mark', swapped(utf16(text, true))],
    ['UTF-16 BE without one', swapped(utf16(text, false))],
  ])('reads %s', async (_, bytes) => {
    expect((await runReader(readText, bytes)).text).toBe(text);
  });

  it('settles the encoding where the first accent comes, however late', async () => {
    const late = `${'plain text without accents\n\n'.repeat(5_000)}señal`;
    expect((await runReader(readText, latin1(late))).blocks.at(-1)!.text).toBe('señal');
    expect((await runReader(readText, utf8(late))).blocks.at(-1)!.text).toBe('señal');
  });

  it('counts broken characters in the quality record', async () => {
    const bytes = utf8(`${'señal '.repeat(40)}x`);
    bytes[bytes.length - 1] = 0xff;
    const { quality, text: read } = await runReader(readText, bytes);
    expect(read).toContain('\ufffd');
    expect(quality[0]!.garbage).toBeGreaterThan(0);
  });

  it('finds headings, list items and paragraphs with their lines', async () => {
    const { blocks } = await runReader(
      readText,
      utf8('CLÁUSULA PRIMERA\r\nEl plazo es\r\nde 30 días.\r\n\r\n1. uno\r\n2. dos\r\n\r\nObjeto\r\n======\r\n'),
    );
    expect(blocks.map(({ kind, text: shown, place }) => [kind, shown, place.line])).toEqual([
      ['heading', 'CLÁUSULA PRIMERA', 1],
      ['paragraph', 'El plazo es\nde 30 días.', 2],
      ['list-item', '1. uno', 5],
      ['list-item', '2. dos', 6],
      ['heading', 'Objeto', 8],
    ]);
  });

  it('parts pages at form feeds, leaves right-to-left text as it is, refuses binary', async () => {
    const { blocks, quality } = await runReader(readText, utf8('uno\fمرحبا بالعالم'));
    expect(blocks.map((block) => [block.place.part, block.text])).toEqual([
      [1, 'uno'],
      [2, 'مرحبا بالعالم'],
    ]);
    expect(quality.map((each) => each.kind)).toEqual(['page', 'page']);
    await expect(
      runReader(
        readText,
        Uint8Array.from({ length: 4_000 }, (_, at) => (at * 7) % 32),
      ),
    ).rejects.toMatchObject({ reason: 'unsupported' });
  });
});

describe('readCsv', () => {
  it('finds delimiter, quotes, heading and lines, and keeps ragged rows', async () => {
    const { blocks, quality } = await runReader(
      readCsv,
      latin1('Proveedor;Monto;Año\n"Pérez; ""Hnos""\ny Cía";1.000,50;2024\nACME;20\n'),
      { format: 'csv' },
    );
    expect(blocks[1]).toMatchObject({
      text: 'Pérez; "Hnos"\ny Cía | 1.000,50 | 2024',
      header: ['Proveedor', 'Monto', 'Año'],
      place: { range: 'A2:C2', line: 2 },
    });
    expect(blocks[2]).toMatchObject({ text: 'ACME | 20', header: ['Proveedor', 'Monto'], place: { line: 4 } });
    expect(quality[0]!.notes).toEqual(['rows with another number of columns (1)']);
  });

  it.each([
    ['sep=|\na|b\n1|2\n', 'a | b'],
    ['a\tb\n1\t2\n', 'a | b'],
    ['1;2\n3;4\n', '1 | 2'],
  ])('reads %j', async (text, first) => {
    expect((await runReader(readCsv, utf8(text), { format: 'csv' })).blocks[0]!.text).toBe(first);
  });

  it('gives a heading only where one is plausible', async () => {
    const { blocks } = await runReader(readCsv, utf8('1,2\n3,4\n5,6\n'), { format: 'csv' });
    expect(blocks.every((block) => block.header === undefined)).toBe(true);
  });
});

describe('createCsvParser', () => {
  it('gives back what was written, wherever the pieces are cut', () => {
    const field = fc.string({ unit: fc.constantFrom('a', 'ñ', ',', '"', '\n', ' ', ';'), maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(fc.array(field, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 12 }),
        (records, size) => {
          const text = records
            .map((fields) => fields.map((each) => `"${each.replaceAll('"', '""')}"`).join(','))
            .join('\r\n');
          const read: string[][] = [];
          const parser = createCsvParser({ delimiter: ',', quote: '"' }, (fields) => read.push(fields));
          for (let at = 0; at < text.length; at += size) parser.write(text.slice(at, at + size));
          parser.end();
          expect(read).toEqual(records);
        },
      ),
    );
  });
});

describe('readHtml', () => {
  const read = (html: string) => runReader(readHtml, utf8(html), { format: 'html' });
  it('shows what a reader sees and nothing else', async () => {
    const { text, metadata, quality } = await read(
      '<html lang="es"><head><title>Acta</title><meta name="author" content="Ana"></head><body><script>mal()</script><style>p{}</style><p hidden>no</p><div style="display:none">no</div><!-- no --><p>Texto <b>visible</b><br>sigue</p><img src="http://example.org/x.png"></body></html>',
    );
    expect(text).toBe('Texto visible\nsigue');
    expect(metadata).toMatchObject({ title: 'Acta', author: 'Ana', language: 'es' });
    expect(quality[0]!.notes).toEqual(['image without text (1)']);
  });

  it('reads headings, numbered lists, tables with spans, and layout tables as text', async () => {
    const { blocks } = await read(
      '<h2>Plazos</h2><ol start=3 type=a><li>uno<li>dos</ol><table><tr><th>Obra<th>Monto<tr><td rowspan=2>Puente<td>10<tr><td>20</table><table><tr><td><h3>Marco</h3><p>texto</p></td><td>lado</td></tr></table>',
    );
    expect(blocks.map(({ kind, text }) => [kind, text])).toEqual([
      ['heading', 'Plazos'],
      ['list-item', 'c. uno'],
      ['list-item', 'd. dos'],
      ['table-row', 'Obra | Monto'],
      ['table-row', 'Puente | 10'],
      ['table-row', 'Puente | 20'],
      ['heading', 'Marco'],
      ['paragraph', 'texto'],
      ['paragraph', 'lado'],
    ]);
    expect(blocks[5]).toMatchObject({ header: ['Obra', 'Monto'], cells: [{ ref: 'A2' }, { ref: 'B3' }] });
  });

  it('survives elements nested thousands deep', async () => {
    expect((await read(`${'<div>'.repeat(20_000)}fondo`)).text).toBe('fondo');
  });
});

describe('readMarkdown', () => {
  it('reads headings, lists, tables, code and front matter, with lines', async () => {
    const { blocks, metadata } = await runReader(
      readMarkdown,
      utf8(
        '---\ntitle: Guía\n---\n# Uno\n\nTexto **con** [enlace](http://example.org) y `código`.\n\n1. primero\n- segundo\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```js\nlet x = 1;\n\ny();\n```\n\nDos\n---\n',
      ),
    );
    expect(blocks.map(({ kind, text }) => [kind, text])).toEqual([
      ['header-field', 'title: Guía'],
      ['heading', 'Uno'],
      ['paragraph', 'Texto con enlace y código.'],
      ['list-item', '1. primero'],
      ['list-item', 'segundo'],
      ['table-row', 'a | b'],
      ['table-row', '1 | 2'],
      ['code', 'let x = 1;\n\ny();'],
      ['heading', 'Dos'],
    ]);
    expect(blocks[6]).toMatchObject({ header: ['a', 'b'], place: { line: 13 } });
    expect(metadata.title).toBe('Guía');
  });
});

describe('readJson', () => {
  it('labels values with their paths, one row per record', async () => {
    const { blocks } = await runReader(
      readJson,
      utf8('{"contratos":[{"id":"2024/17","plazo":30,"nota":"l\\u00ednea"},{"id":"2024/18"}]}'),
      { format: 'json' },
    );
    expect(blocks.map(({ text, header }) => [text, header])).toEqual([
      ['2024/17 | 30 | línea', ['contratos[0].id', 'contratos[0].plazo', 'contratos[0].nota']],
      ['2024/18', ['contratos[1].id']],
    ]);
  });

  it('reads JSON Lines in any pieces, and bounds the depth', async () => {
    for (const chunkBytes of [1, 5, 999]) {
      expect((await runReader(readJson, utf8('{"a":"x\\"y"}\n{"a":2}\n'), { chunkBytes })).text).toBe('x"y\n2');
    }
    await expect(runReader(readJson, utf8('['.repeat(5_000)))).rejects.toMatchObject({ reason: 'too_deep' });
    await expect(runReader(readJson, utf8('no es json'))).rejects.toMatchObject({ reason: 'broken' });
  });
});

describe('readXml', () => {
  it('labels texts and attributes with their paths and expands no entity', async () => {
    const { text } = await runReader(
      readXml,
      utf8(
        '<?xml version="1.0"?><!DOCTYPE f [<!ENTITY x "bomba">]><f><linea n="1"><importe moneda="EUR">120 &amp; m&#225;s</importe>&x;</linea></f>',
      ),
    );
    expect(text).toBe('linea@n: 1\nlinea/importe@moneda: EUR\nlinea/importe: 120 & más\nlinea: &x;');
  });

  it('believes a declared encoding', async () => {
    expect(
      (await runReader(readXml, latin1('<?xml version="1.0" encoding="ISO-8859-1"?><a><b>señal</b></a>'))).text,
    ).toBe('b: señal');
  });
});
