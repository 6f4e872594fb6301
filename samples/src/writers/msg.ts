import { type CompoundEntry, writeCompoundFile } from './compound-file.ts';
import type { Mail } from './eml.ts';

const text = 0x001f;
const integer = 0x0003;
const time = 0x0040;

type Property = { id: number; value: string } | { id: number; number: number } | { id: number; at: Date };

/** A message as Outlook stores one ([MS-OXMSG]): Unicode texts, one recipient storage each, no attachments. */
export function writeMsg(mail: Mail): Uint8Array {
  const at = new Date(mail.date);
  const properties: Property[] = [
    { id: 0x001a, value: 'IPM.Note' },
    { id: 0x0037, value: mail.subject },
    { id: 0x0039, at },
    { id: 0x0070, value: mail.subject },
    { id: 0x0c1a, value: mail.from.name },
    { id: 0x0c1e, value: 'SMTP' },
    { id: 0x0c1f, value: mail.from.address },
    { id: 0x0e04, value: mail.to.map(({ name }) => name).join('; ') },
    { id: 0x0e06, at },
    { id: 0x0e07, number: 1 },
    { id: 0x0e1d, value: mail.subject },
    { id: 0x1000, value: mail.body.replaceAll('\n', '\r\n') },
    { id: 0x1035, value: `<${mail.messageId}>` },
    // Tells the reader that texts are Unicode (STORE_UNICODE_OK).
    { id: 0x340d, number: 0x0004_0000 },
  ];
  const head = Buffer.alloc(32);
  for (const offset of [8, 16]) head.writeUInt32LE(mail.to.length, offset);
  const recipients = mail.to.map((person, i): CompoundEntry => {
    const known: Property[] = [
      { id: 0x0c15, number: 1 },
      { id: 0x3001, value: person.name },
      { id: 0x3002, value: 'SMTP' },
      { id: 0x3003, value: person.address },
      { id: 0x39fe, value: person.address },
    ];
    return {
      name: `__recip_version1.0_#${i.toString(16).padStart(8, '0').toUpperCase()}`,
      children: written(known, Buffer.alloc(8)),
    };
  });
  const empty = new Uint8Array(0);
  const names: CompoundEntry = {
    name: '__nameid_version1.0',
    children: ['00020102', '00030102', '00040102'].map((id) => ({ name: `__substg1.0_${id}`, content: empty })),
  };
  return writeCompoundFile([...written(properties, head), ...recipients, names]);
}

function written(properties: readonly Property[], head: Buffer): CompoundEntry[] {
  const streams: CompoundEntry[] = [];
  const rows = properties.map((property) => {
    const row = Buffer.alloc(16);
    row.writeUInt16LE(property.id, 2);
    row.writeUInt32LE(6, 4);
    if ('value' in property) {
      const content = Buffer.from(property.value, 'utf16le');
      const tag = ((property.id << 16) | text).toString(16).padStart(8, '0').toUpperCase();
      streams.push({ name: `__substg1.0_${tag}`, content });
      row.writeUInt16LE(text, 0);
      row.writeUInt32LE(content.length + 2, 8);
    } else if ('number' in property) {
      row.writeUInt16LE(integer, 0);
      row.writeUInt32LE(property.number, 8);
    } else {
      row.writeUInt16LE(time, 0);
      row.writeBigUInt64LE(fileTime(property.at), 8);
    }
    return row;
  });
  return [{ name: '__properties_version1.0', content: Buffer.concat([head, ...rows]) }, ...streams];
}

/** Tenths of microseconds since 1601. */
function fileTime(at: Date): bigint {
  return (BigInt(at.getTime()) + 11_644_473_600_000n) * 10_000n;
}
