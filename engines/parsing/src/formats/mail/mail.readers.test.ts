import { describe, expect, it } from 'vitest';
import { compoundFile, msgFile } from '../office/testing/msg-fixture.ts';
import { runReader } from '../office/testing/run-reader.ts';
import { decompressRtf } from './compressed-rtf.ts';
import { readEml } from './eml.reader.ts';
import { readMbox } from './mbox.reader.ts';
import { readMsg } from './msg.reader.ts';

const bytesOf = (lines: readonly string[]) => new TextEncoder().encode(lines.join('\r\n'));
const head = [
  'From: =?utf-8?q?Ana_P=C3=A9rez?= <ana@example.org>',
  'To: luis@example.org',
  'Date: Mon, 3 Mar 2025 10:00:00 -0400',
  'Subject: =?iso-8859-1?q?Plazo_de_ejecuci=F3n?=',
];

describe('readEml', () => {
  it('decodes the fields of the header and prefers the plain body', async () => {
    const { blocks, metadata } = await runReader(
      readEml,
      bytesOf([
        ...head,
        'Content-Type: multipart/alternative; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain; charset=iso-8859-1',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        'El plazo es de 30 d=EDas.',
        '--b',
        'Content-Type: text/html',
        '',
        '<p>El plazo es de 30 d&iacute;as.</p><script>x()</script>',
        '--b--',
      ]),
    );
    expect(blocks.map((block) => block.text)).toEqual([
      'From: Ana Pérez <ana@example.org>',
      'To: luis@example.org',
      'Date: Mon, 3 Mar 2025 10:00:00 -0400',
      'Subject: Plazo de ejecución',
      'El plazo es de 30 días.',
    ]);
    expect(blocks[0]!.kind).toBe('header-field');
    expect(metadata).toMatchObject({
      title: 'Plazo de ejecución',
      author: 'Ana Pérez <ana@example.org>',
      created: '2025-03-03T14:00:00Z',
    });
  });

  it('takes the HTML when the plain text is a stand-in or there is a table', async () => {
    const { blocks } = await runReader(
      readEml,
      bytesOf([
        ...head,
        'Content-Type: multipart/alternative; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'Vea la tabla',
        '--b',
        'Content-Type: text/html',
        '',
        '<p>Vea la tabla</p><table><tr><th>Obra</th><th>Monto</th></tr><tr><td>Puente</td><td>10</td></tr></table>',
        '--b--',
      ]),
    );
    expect(blocks.at(-1)).toMatchObject({ kind: 'table-row', header: ['Obra', 'Monto'], text: 'Puente | 10' });
  });

  it('sets quoted replies under the line that introduces them, even when it is wrapped', async () => {
    const { blocks } = await runReader(
      readEml,
      bytesOf([
        ...head,
        '',
        'De acuerdo.',
        '',
        'El lun, 3 mar 2025 a las 9:00, Luis Gómez <luis@example.org>',
        'escribió:',
        '> ¿Son 30 días?',
        '>> ¿O 45?',
      ]),
    );
    expect(blocks.slice(4).map(({ kind, text }) => [kind, text])).toEqual([
      ['paragraph', 'De acuerdo.'],
      ['heading', 'El lun, 3 mar 2025 a las 9:00, Luis Gómez <luis@example.org> escribió:'],
      ['paragraph', '¿Son 30 días?'],
      ['heading', '>>'],
      ['paragraph', '¿O 45?'],
    ]);
  });

  it('hands on attachments and enclosed messages, and names what it cannot read', async () => {
    const { attachments, quality, text } = await runReader(
      readEml,
      bytesOf([
        ...head,
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: message/rfc822',
        '',
        'Subject: dentro',
        '',
        'cuerpo interior',
        '--b',
        'Content-Type: application/ms-tnef; name=winmail.dat',
        'Content-Transfer-Encoding: base64',
        '',
        'AAAA',
        '--b',
        'Content-Type: text/calendar',
        '',
        'BEGIN:VCALENDAR',
        'SUMMARY:Acta de inicio',
        '--b',
        'Content-Type: application/pdf; name="../../acta.pdf"',
        'Content-Transfer-Encoding: base64',
        '',
        'JVBERg==',
        '--b--',
      ]),
    );
    expect(attachments.map(({ name }) => name)).toEqual(['adjunto-1.eml', 'acta.pdf']);
    expect(new TextDecoder().decode(attachments[0]!.bytes)).toContain('cuerpo interior');
    expect(text).toContain('SUMMARY:Acta de inicio');
    expect(text).not.toContain('cuerpo interior');
    expect(quality[0]!.notes).toEqual(['winmail.dat (Outlook rich text) not read']);
  });

  it('refuses parts nested without end', async () => {
    const lines = [...head];
    for (let at = 0; at < 300; at += 1) lines.push(`Content-Type: multipart/mixed; boundary=b${at}`, '', `--b${at}`);
    await expect(runReader(readEml, bytesOf(lines))).rejects.toMatchObject({ reason: 'too_deep' });
  });
});

describe('readMbox', () => {
  it('parts messages at their separators only, and undoes the quoting of "From "', async () => {
    const text = [
      'From ana@example.org Mon Mar  3 10:00:00 2025',
      ...head,
      '',
      'Uno.',
      '>From aquí sigue.',
      '',
      'From ahora en adelante es texto.',
      '',
      'From ana@example.org Mon Mar  3 11:00:00 2025',
      ...head,
      '',
      'Dos.',
      '',
    ].join('\n');
    for (const chunkBytes of [1, 7, 65_536]) {
      const { blocks, metadata } = await runReader(readMbox, new TextEncoder().encode(text), { chunkBytes });
      expect(metadata.parts).toBe(2);
      const bodies = blocks.filter((block) => block.kind === 'paragraph').map(({ place, text }) => [place.part, text]);
      expect(bodies).toEqual([
        [1, 'Uno.\nFrom aquí sigue.'],
        [1, 'From ahora en adelante es texto.'],
        [2, 'Dos.'],
      ]);
    }
  });
});

describe('readMsg', () => {
  it('reads sender, recipients, body and attachments', async () => {
    const recipient = (name: string, address: string) => ({
      '__substg1.0_3001001F': name,
      '__substg1.0_39FE001F': address,
    });
    const streams: Record<string, string | Uint8Array> = {
      '__substg1.0_0037001F': 'Plazo',
      '__substg1.0_0C1A001F': 'Ana Pérez',
      '__substg1.0_5D01001F': 'ana@example.org',
      '__substg1.0_1000001F': 'Son 30 días.',
      '__attach_version1.0_#00000000/__substg1.0_3707001F': 'acta.txt',
      '__attach_version1.0_#00000000/__substg1.0_37010102': new TextEncoder().encode('hola'),
    };
    for (const [key, value] of Object.entries(recipient('Luis', 'luis@example.org')))
      streams[`__recip_version1.0_#00000000/${key}`] = value;
    const { blocks, attachments } = await runReader(readMsg, msgFile(streams), { format: 'msg' });
    expect(blocks.map((block) => block.text)).toEqual([
      'From: Ana Pérez <ana@example.org>',
      'To: Luis <luis@example.org>',
      'Subject: Plazo',
      'Son 30 días.',
    ]);
    expect(attachments[0]!.name).toBe('acta.txt');
  });

  it('reads a message inside a message as a part of its own', async () => {
    const inner = '__attach_version1.0_#00000000/__substg1.0_3701000D/';
    const { blocks, metadata } = await runReader(
      readMsg,
      msgFile({
        '__substg1.0_0037001F': 'Fuera',
        [`${inner}__substg1.0_0037001F`]: 'Dentro',
        [`${inner}__substg1.0_1000001F`]: 'Texto interior',
      }),
    );
    expect(metadata.parts).toBe(2);
    expect(blocks.filter((block) => block.place.part === 2).map((block) => block.text)).toEqual([
      'Subject: Dentro',
      'Texto interior',
    ]);
  });

  it('calls any other compound file broken', async () => {
    await expect(runReader(readMsg, compoundFile({ Workbook: new Uint8Array(10) }))).rejects.toMatchObject({
      reason: 'broken',
    });
  });
});

describe('decompressRtf', () => {
  it('gives back the example of [MS-OXRTFCP] 4.1.1', () => {
    const compressed = Uint8Array.from([
      0x2d, 0, 0, 0, 0x2b, 0, 0, 0, 0x4c, 0x5a, 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0x00, 0x0a, 0x00, 0x72, 0x63,
      0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62, 0x77, 0x05,
      0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0,
    ]);
    expect(new TextDecoder().decode(decompressRtf(compressed)!)).toBe(
      '{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n',
    );
  });
});
