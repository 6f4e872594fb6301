import { deflateRawSync } from 'node:zlib';

/** Files made by hand for the tests of bad input: each is the smallest that shows its fault. */

/** A zip with one entry whose content expands a thousandfold. */
export function zipBomb(name: string): Uint8Array<ArrayBuffer> {
  const size = 64 * 1024 * 1024;
  const content = deflateRawSync(Buffer.alloc(size));
  const nameBytes = Buffer.from(name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(content.length, 18);
  local.writeUInt32LE(size, 22);
  local.writeUInt16LE(nameBytes.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 4);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(content.length, 20);
  central.writeUInt32LE(size, 24);
  central.writeUInt16LE(nameBytes.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + nameBytes.length, 12);
  end.writeUInt32LE(local.length + nameBytes.length + content.length, 16);
  return new Uint8Array(Buffer.concat([local, nameBytes, content, central, nameBytes, end]));
}

/** How Office stores a file behind a password ([MS-OFFCRYPTO] 2.3): an OLE2 file whose directory names the encrypted package. */
export function encryptedOffice(): Uint8Array<ArrayBuffer> {
  const names = ['Root Entry', 'EncryptionInfo', 'EncryptedPackage'];
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
  return new Uint8Array(file);
}

/** A PDF that asks for a password (ISO 32000-1, 7.6): the standard handler with keys that no empty password opens. */
export function encryptedPdf(): Uint8Array<ArrayBuffer> {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>',
    '<< /Length 8 >>\nstream\nxxxxxxxx\nendstream',
    `<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <${'5a'.repeat(32)}> /U <${'a5'.repeat(32)}> >>`,
  ];
  return withCrossReferences(objects, `/Encrypt 5 0 R /ID [<${'11'.repeat(16)}> <${'11'.repeat(16)}>]`);
}

function withCrossReferences(objects: readonly string[], trailer: string): Uint8Array<ArrayBuffer> {
  let text = '%PDF-1.4\n';
  const offsets = objects.map((body, i) => {
    const offset = text.length;
    text += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const offset of offsets) text += `${String(offset).padStart(10, '0')} 00000 n \n`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

/** A PDF of many pages, each with a line of its own. */
export function longPdf(pages: number, line: (page: number) => string): Uint8Array<ArrayBuffer> {
  const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>';
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '', font];
  const kids: string[] = [];
  for (let page = 1; page <= pages; page += 1) {
    const content = `BT /F1 11 Tf 72 720 Td (${line(page)}) Tj ET`;
    objects.push(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
    const shared = '/Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>';
    objects.push(`<< /Type /Page ${shared} /Contents ${objects.length} 0 R >>`);
    kids.push(`${objects.length} 0 R`);
  }
  objects[1] = `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${pages} >>`;
  return withCrossReferences(objects, '');
}

const head = (subject: string) =>
  `From: a@example.org\r\nTo: b@example.org\r\nDate: Mon, 1 Jan 2024 10:00:00 +0100\r\nMIME-Version: 1.0\r\nSubject: ${subject}\r\n`;

export type MailPart = { name: string; type: string; content: string };

export function mail(subject: string, text: string, parts: readonly MailPart[] = []): string {
  if (parts.length === 0) return `${head(subject)}Content-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`;
  const edge = `=_${subject.replaceAll(/\W/g, '')}_${parts.length}_${text.length}`;
  const attached = parts.map(
    ({ name, type, content }) =>
      `--${edge}\r\nContent-Type: ${type}\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${content}\r\n`,
  );
  return `${head(subject)}Content-Type: multipart/mixed; boundary="${edge}"\r\n\r\n--${edge}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n${attached.join('')}--${edge}--\r\n`;
}

/** A mail that carries a mail that carries a mail, `depth` times; the innermost says `bottom`. */
export function nestedMail(depth: number, bottom: string): string {
  let message = mail('fondo', bottom);
  for (let level = depth; level > 0; level -= 1) {
    const part = { name: `nivel-${level}.eml`, type: 'message/rfc822', content: message };
    message = mail(`nivel ${level}`, `Reenvío número ${level}.`, [part]);
  }
  return message;
}
