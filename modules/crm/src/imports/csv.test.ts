import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../exports/csv-writer.ts';
import { type CsvEncoding, decodeText, isMojibake } from './csv-encoding.ts';
import { guessDelimiter, readCsv } from './csv-reader.ts';

async function* pieces<Piece>(...all: Piece[]): AsyncGenerator<Piece> {
  yield* all;
}
async function rowsOf(texts: string[], delimiter = ','): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const { cells } of readCsv(pieces(...texts), delimiter)) rows.push(cells);
  return rows;
}
async function textOf(bytes: Uint8Array[], encoding: CsvEncoding): Promise<string> {
  let text = '';
  for await (const piece of decodeText(pieces(...bytes), encoding)) text += piece;
  return text;
}

describe('rows', () => {
  it('are read with quotes, line ends of all kinds and empty lines', async () => {
    expect(await rowsOf(['a,b\r\n"x, ""y""",2\n\n"two\nlines",3\r4,5'])).toEqual([
      ['a', 'b'],
      ['x, "y"', '2'],
      ['two\nlines', '3'],
      ['4', '5'],
    ]);
  });

  it('say in which line they begin', async () => {
    const lines: number[] = [];
    for await (const { line } of readCsv(pieces('h\n"a\nb"\nc\n'), ',')) lines.push(line);
    expect(lines).toEqual([1, 2, 4]);
  });

  it('end with an error at a quote that never closes, and before the memory does', async () => {
    await expect(rowsOf(['a\n"b,c\n'])).rejects.toThrow(/line 2/);
    await expect(rowsOf(Array.from({ length: 100 }, () => `"${'x'.repeat(2000)}`))).rejects.toThrow(/too large/);
  });

  it('come out as they went in, wherever the file is cut', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'é', ' '), maxLength: 8 });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(table, fc.nat(), async (rows, cut) => {
        const quoted = rows
          .map((cells) => `${cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')}\r\n`)
          .join('');
        const at = cut % quoted.length;
        expect(await rowsOf([quoted.slice(0, at), quoted.slice(at)])).toEqual(rows);
      }),
    );
  });

  it('know their delimiter from the first line', () => {
    expect(guessDelimiter('nombre;país;"a,b,c,d"')).toBe(';');
    expect(guessDelimiter('name\tcountry')).toBe('\t');
    expect(guessDelimiter('name')).toBe(',');
  });
});

describe('encodings', () => {
  const latin = Buffer.from('Clínica Ñandú', 'latin1');

  it('that are wrong are said, with the one to choose', async () => {
    await expect(textOf([latin], 'utf-8')).rejects.toMatchObject({
      issues: [{ path: 'encoding', message: 'windows-1252' }],
    });
    await expect(textOf([latin], 'utf-8')).rejects.toThrow(/byte 2 /);
    expect(await textOf([latin], 'windows-1252')).toBe('Clínica Ñandú');
    await expect(textOf([Buffer.from([0xff, 0xfe, 0x41, 0])], 'utf-8')).rejects.toThrow(/utf-16le/);
    await expect(textOf([Buffer.from('PK\u0003\u0004\0\0')], 'utf-8')).rejects.toThrow(/Excel/);
    await expect(textOf([Buffer.from([0x41, 0xc3])], 'utf-8')).rejects.toThrow(/cut/);
  });

  it('do not mind where a character is cut, nor a mark at the beginning', async () => {
    const bytes = Buffer.from('\ufeffClínica');
    const at = bytes.indexOf(0xc3) + 1;
    expect(await textOf([bytes.subarray(0, at), bytes.subarray(at)], 'utf-8')).toBe('Clínica');
  });

  it('that were mistaken once before are noticed', () => {
    expect(isMojibake('ClÃ­nica, educaciÃ³n, paÃ­s')).toBe(true);
    expect(isMojibake('Clínica, educación, país')).toBe(false);
  });
});

describe('what is written', () => {
  it('never begins a formula', () => {
    for (const mark of ['=', '+', '-', '@', '\t', '\r', '＝'])
      expect(csvLine([`${mark}HYPERLINK("http://x")`])).toMatch(/^"?'/);
    expect(csvLine(['Ana', 'a,b', 'di "no"', null, -5n, 12])).toBe('Ana,"a,b","di ""no""",,-5,12\r\n');
    expect(csvLine([' =1+1'])).toBe("' =1+1\r\n");
  });
});
