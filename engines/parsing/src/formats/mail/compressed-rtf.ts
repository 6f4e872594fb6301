/** What every compressed RTF refers back to before its own text begins ([MS-OXRTFCP] 2.1.3.1.2). */
const dictionary =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';

const maxBytes = 64 * 1024 * 1024;

/** RTF of an Outlook message as plain RTF bytes ([MS-OXRTFCP]); null when it does not hold together. */
export function decompressRtf(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length < 16) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = Math.min(view.getUint32(4, true), maxBytes);
  const kind = view.getUint32(8, true);
  if (kind === 0x414c454d) return bytes.subarray(16, 16 + size);
  if (kind !== 0x75465a4c) return null;
  const window = new Uint8Array(4096);
  for (let at = 0; at < dictionary.length; at += 1) window[at] = dictionary.charCodeAt(at);
  let write = dictionary.length;
  const out = new Uint8Array(size);
  let length = 0;
  const put = (byte: number) => {
    out[length] = byte;
    length += 1;
    window[write] = byte;
    write = (write + 1) % 4096;
  };
  let at = 16;
  while (at < bytes.length && length < size) {
    const flags = bytes[at]!;
    at += 1;
    for (let bit = 0; bit < 8 && at < bytes.length && length < size; bit += 1) {
      if ((flags & (1 << bit)) === 0) {
        put(bytes[at]!);
        at += 1;
        continue;
      }
      if (at + 1 >= bytes.length) return out.subarray(0, length);
      const reference = (bytes[at]! << 8) | bytes[at + 1]!;
      at += 2;
      const offset = reference >> 4;
      if (offset === write) return out.subarray(0, length);
      for (let each = 0; each < (reference & 15) + 2 && length < size; each += 1) put(window[(offset + each) % 4096]!);
    }
  }
  return out.subarray(0, length);
}
