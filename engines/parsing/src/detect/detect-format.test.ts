import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { defaultLimits, type FileFormat } from '../contract.ts';
import { ParseFailure } from '../reader.ts';
import { detectContainer } from './detect-container.ts';
import { detectFormat } from './detect-format.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const formatOf = (content: Uint8Array, name: string): string => {
  const found = detectFormat(content, name);
  return 'format' in found ? found.format : 'container' in found ? found.container : found.reason;
};

const mail =
  'Received: from a by b\r\nFrom: ana@example.org\r\nTo: luis@example.org\r\nSubject: Acta\r\nDate: Mon, 1 Jan 2024 10:00:00 +0100\r\n\r\nHola';

describe('detectFormat', () => {
  it.each<[string, Uint8Array, string]>([
    ['pdf', bytes('%PDF-1.7\n'), 'x.pdf'],
    ['pdf', bytes(`${'\n'.repeat(600)}%PDF-1.4`), 'x'],
    ['png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), 'x'],
    ['rtf', bytes('{\\rtf1\\ansi Hola}'), 'x.doc'],
    ['html', bytes('<!DOCTYPE html><p>x'), 'x.txt'],
    ['html', bytes('<?xml version="1.0"?>\n<!-- c -->\n<html xmlns="x">'), 'x'],
    ['xml', bytes('<?xml version="1.0"?><factura/>'), 'x'],
    ['eml', bytes(mail), 'x.txt'],
    ['mbox', bytes(`From ana@example.org Mon Jan  1 10:00:00 2024\n${mail}`), 'x'],
    ['json', bytes('{"a": [1, 2]}'), 'x.txt'],
    ['csv', bytes('a,b\n1,2\n'), 'x.csv'],
    ['tsv', bytes('a\tb\n1\t2\n'), 'x.csv'],
    ['csv', bytes('a;b;c\n1;2;3\n4;5;6\n7;8;9\n'), 'x.txt'],
    ['markdown', bytes('# Título\n'), 'x.md'],
    ['text', bytes('De: Ana\nPara: Luis\n\nHola'), 'x.txt'],
    ['text', bytes('From: Ana\nTo: Luis\nSubject: carta\n\nQuerido Luis'), 'carta.txt'],
    ['text', bytes('Uno, dos, tres.\nCuatro, cinco, seis.\nSiete, ocho, nueve.\nDiez, once, doce.\n'), 'x.txt'],
    ['text', Buffer.from('\ufeffseñal', 'utf16le'), 'x.txt'],
    ['text', Buffer.from('señal sin marca de orden', 'utf16le'), 'x.txt'],
    ['text', Buffer.from('BM es una abreviatura de Banco Mundial, y no un mapa de bits', 'latin1'), 'x'],
    ['zip', zipSync({ a: bytes('x') }), 'x.docx'],
    ['unsupported', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 1, 1, 1), 'x.txt'],
    ['unsupported', Uint8Array.from({ length: 999 }, (_, i) => (i * 37) % 256), 'x.txt'],
    ['empty', new Uint8Array(0), 'x.txt'],
  ])('finds %s', (expected, content, name) => {
    expect(formatOf(content, name)).toBe(expected);
  });

  it('warns when the name says something else', () => {
    expect(detectFormat(bytes('%PDF-1.7'), 'factura.docx')).toMatchObject({
      format: 'pdf',
      warning: expect.stringContaining('.docx'),
    });
    expect(detectFormat(bytes('%PDF-1.7'), 'factura.PDF')).toEqual({ format: 'pdf' });
    expect(detectFormat(bytes('a;b;c\n1;2;3\n4;5;6\n7;8;9\n'), 'x.txt')).toEqual({ format: 'csv' });
  });

  it('gives a result for any bytes and any name', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.string(), (content, name) => {
        expect(formatOf(content, name)).toBeTypeOf('string');
      }),
    );
  });
});

describe('detectContainer', () => {
  const types = (main: string): Uint8Array =>
    bytes(`<Types><Override PartName="/x" ContentType="application/vnd.${main}+xml"/></Types>`);
  const inside = (files: Record<string, Uint8Array>, name = 'x'): unknown =>
    detectContainer(zipSync(files), 'zip', name, defaultLimits);

  it.each<[FileFormat, Record<string, Uint8Array>]>([
    ['docx', { '[Content_Types].xml': types('openxmlformats-officedocument.wordprocessingml.document.main') }],
    ['docx', { '[Content_Types].xml': types('ms-word.document.macroEnabled.main') }],
    ['xlsx', { '[Content_Types].xml': types('openxmlformats-officedocument.spreadsheetml.sheet.main') }],
    ['pptx', { '[Content_Types].xml': types('openxmlformats-officedocument.presentationml.slideshow.main') }],
    ['docx', { 'word/document.xml': bytes('<x/>') }],
    ['odt', { mimetype: bytes('application/vnd.oasis.opendocument.text') }],
    ['ods', { mimetype: bytes('application/vnd.oasis.opendocument.spreadsheet-template') }],
    [
      'odp',
      {
        'META-INF/manifest.xml': bytes(
          '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.presentation"/>',
        ),
      },
    ],
  ])('finds %s', (format, files) => {
    expect(inside(files)).toEqual({ format });
  });

  it('tells encrypted OpenDocument files, other archives and damaged documents apart', () => {
    const manifest = bytes(
      '<manifest:file-entry><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>',
    );
    expect(
      inside({ mimetype: bytes('application/vnd.oasis.opendocument.text'), 'META-INF/manifest.xml': manifest }),
    ).toMatchObject({ reason: 'encrypted' });
    expect(inside({ 'fotos/1.jpg': bytes('x') }, 'fotos.zip')).toMatchObject({ reason: 'unsupported' });
    expect(inside({ 'fotos/1.jpg': bytes('x') }, 'carta.docx')).toMatchObject({ reason: 'broken' });
  });

  /** The smallest OLE2 file: header, one allocation sector, one directory sector with these names. */
  function ole(names: readonly string[]): Uint8Array {
    const file = Buffer.alloc(512 * 3);
    Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file);
    file.writeUInt16LE(9, 30);
    file.writeUInt32LE(1, 48);
    file.writeUInt32LE(4096, 56);
    file.writeUInt32LE(0xffff_fffe, 68);
    file.fill(0xff, 76, 512);
    file.writeUInt32LE(0, 76);
    file.fill(0xff, 512, 1024);
    file.writeUInt32LE(0xffff_fffe, 516);
    for (const [i, name] of names.entries()) {
      file.write(name, 1024 + i * 128, 'utf16le');
      file.writeUInt16LE((name.length + 1) * 2, 1024 + i * 128 + 64);
      file.writeUInt8(2, 1024 + i * 128 + 66);
    }
    return file;
  }

  it.each([
    ['doc', ['Root Entry', 'WordDocument']],
    ['doc', ['root entry', 'worddocument']],
    ['xls', ['Root Entry', 'Workbook']],
    ['ppt', ['Root Entry', 'PowerPoint Document']],
    ['msg', ['Root Entry', '__properties_version1.0']],
    ['encrypted', ['Root Entry', 'EncryptionInfo', 'EncryptedPackage']],
    ['unsupported', ['Root Entry', 'Contents']],
  ])('finds %s in OLE2', (expected, names) => {
    const found = detectContainer(ole(names), 'ole2', 'x', defaultLimits);
    expect('format' in found ? found.format : found.reason).toBe(expected);
  });

  it('ends for directories that loop, and for damaged ones by name', () => {
    const good = ole(['Root Entry', 'WordDocument']);
    const looping = Buffer.from(good);
    looping.writeUInt32LE(1, 516);
    expect(detectContainer(looping, 'ole2', 'x', defaultLimits)).toEqual({ format: 'doc' });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 20 }),
        fc.nat(good.length),
        (flips, cut) => {
          const damaged = Buffer.from(good);
          for (const [at, value] of flips) damaged[at] = value;
          try {
            detectContainer(damaged.subarray(0, cut), 'ole2', 'x', defaultLimits);
          } catch (error) {
            expect(error).toBeInstanceOf(ParseFailure);
          }
        },
      ),
    );
  });
});
