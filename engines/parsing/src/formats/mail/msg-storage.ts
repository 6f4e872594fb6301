import type { CompoundFile } from '../office/ole/compound-file.ts';
import { decodeCodePage } from '../office/rtf/rtf-fonts.ts';

/** One storage of an Outlook message ([MS-OXMSG]): the message itself, a recipient, an attachment, or a message inside an attachment. */
export type MsgStorage = {
  text(property: number): string | undefined;
  binary(property: number): Uint8Array | undefined;
  integer(property: number): number | undefined;
  time(property: number): Date | undefined;
  /** Storages below this one whose name begins so, such as `__recip_version1.0_#`. */
  children(prefix: string): MsgStorage[];
  child(name: string): MsgStorage | null;
};

/** How many bytes stand before the entries of a property stream, by the kind of storage (2.4). */
const headerBytes = { message: 32, embedded: 24, other: 8 };

export function openMsgStorage(
  file: CompoundFile,
  path: string,
  kind: keyof typeof headerBytes,
  parentCodePage = 1252,
): MsgStorage {
  const properties = readProperties(file.read(`${path}__properties_version1.0`), headerBytes[kind]);
  const stream = (property: number, type: string) => file.read(`${path}__substg1.0_${hex(property)}${type}`);
  const codePage = properties.get(0x3ffd)?.low || properties.get(0x3fde)?.low || parentCodePage;
  return {
    text(property) {
      const wide = stream(property, '001F');
      if (wide !== null) return trimEnd(new TextDecoder('utf-16le').decode(wide));
      const narrow = stream(property, '001E');
      return narrow === null ? undefined : trimEnd(decodeCodePage(narrow, codePage));
    },
    binary: (property) => stream(property, '0102') ?? undefined,
    integer: (property) => properties.get(property)?.low,
    time(property) {
      const entry = properties.get(property);
      if (entry === undefined) return undefined;
      // 100 ns since 1601.
      const ms = (entry.high * 2 ** 32 + entry.low) / 10_000 - 11_644_473_600_000;
      return Math.abs(ms) < 8.64e15 ? new Date(ms) : undefined;
    },
    children(prefix) {
      const names = new Set<string>();
      for (const each of file.streams) {
        if (!each.startsWith(path + prefix)) continue;
        const slash = each.indexOf('/', path.length);
        if (slash > 0) names.add(each.slice(path.length, slash));
      }
      return [...names].sort().map((name) => openMsgStorage(file, `${path}${name}/`, 'other', codePage));
    },
    child(name) {
      const prefix = `${path}${name}/`;
      return file.streams.some((each) => each.startsWith(prefix))
        ? openMsgStorage(file, prefix, 'embedded', codePage)
        : null;
    },
  };
}

type PropertyValue = { low: number; high: number };

function readProperties(bytes: Uint8Array | null, header: number): Map<number, PropertyValue> {
  const properties = new Map<number, PropertyValue>();
  if (bytes === null) return properties;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = header; at + 16 <= bytes.length; at += 16) {
    properties.set(view.getUint16(at + 2, true), {
      low: view.getUint32(at + 8, true),
      high: view.getUint32(at + 12, true),
    });
  }
  return properties;
}

function hex(property: number): string {
  return property.toString(16).toUpperCase().padStart(4, '0');
}

function trimEnd(text: string): string {
  const end = text.indexOf('\u0000');
  return end < 0 ? text : text.slice(0, end);
}
