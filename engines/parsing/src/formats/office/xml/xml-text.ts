import { createXmlScanner, type XmlHandler } from './xml-scanner.ts';

/** The text of an XML part: UTF-8, or UTF-16 by its byte order mark (ECMA-376 part 2 allows no other). */
export function decodeXml(bytes: Uint8Array): string {
  return xmlDecoderFor(bytes).decode(bytes);
}

/** A decoder for a part that begins with `start`; pass `{ stream: true }` for parts that come in pieces. */
export function xmlDecoderFor(start: Uint8Array): TextDecoder {
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder('utf-16le');
  if (start[0] === 0xfe && start[1] === 0xff) return new TextDecoder('utf-16be');
  return new TextDecoder('utf-8');
}

/** Runs a whole part through a handler. `complete` is false when the XML ends too early. */
export function scanXml(xml: string, handler: XmlHandler): { complete: boolean } {
  const scanner = createXmlScanner(handler);
  scanner.write(xml);
  return scanner.end();
}
