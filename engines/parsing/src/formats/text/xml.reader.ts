import type { Block } from '../../contract.ts';
import type { Reader } from '../../reader.ts';
import { createXmlScanner } from '../office/xml/xml-scanner.ts';
import { decoderFor, decodeStream, detectEncoding, garbageShare, newDecodingTally } from './text-encoding.ts';

const blocksAtOnce = 300;

/**
 * XML of no known kind, streamed: the text of each element that holds text, labelled with its path below the root (`factura/linea/importe: 120`), attributes
 * with `@`. No DTD is read and no entity expanded.
 */
export const readXml: Reader = async (input, emit) => {
  const tally = newDecodingTally();
  const out: Block[] = [];
  const path: string[] = [];
  let text = '';
  let characters = 0;
  const push = (label: string, value: string) => {
    const shown = label === '' ? value : `${label}: ${value}`;
    characters += shown.length;
    out.push({ kind: 'paragraph', text: shown, place: { part: 1 } });
  };
  const flush = () => {
    const value = text.replace(/\s+/g, ' ').trim();
    text = '';
    if (value !== '') push(path.slice(1).slice(-4).join('/'), value);
  };
  const scanner = createXmlScanner({
    open(name, attributes) {
      flush();
      path.push(name);
      for (const attribute of attributes.all()) {
        const worth =
          !attribute.name.startsWith('xmlns') && !attribute.name.startsWith('xsi:') && attribute.value.trim() !== '';
        if (worth) push(`${path.slice(1).slice(-4).join('/')}@${attribute.name}`, attribute.value.trim());
      }
    },
    close() {
      flush();
      path.pop();
    },
    text(piece) {
      text += piece;
    },
  });
  for await (const piece of decodeStream(withDeclaredEncoding(input.stream), tally)) {
    scanner.write(piece);
    if (out.length < blocksAtOnce) continue;
    await emit.blocks(out.splice(0));
    await emit.progress(characters, null);
  }
  const { complete } = scanner.end();
  flush();
  if (!complete) emit.warn('The document is cut off: what came before the end was read');
  if (out.length > 0) await emit.blocks(out.splice(0));
  const garbage = garbageShare(tally);
  await emit.quality([
    {
      part: 1,
      kind: 'section',
      method: characters > 0 ? 'text' : 'empty',
      characters,
      ...(garbage === undefined ? {} : { garbage }),
    },
  ]);
  return { parts: 1 };
};

/** Turns a declared encoding other than those that detection tells apart into UTF-8 before detection sees it. */
async function* withDeclaredEncoding(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: TextDecoder | null = null;
  let first = true;
  const encoder = new TextEncoder();
  for await (const chunk of stream) {
    if (first) {
      first = false;
      const declared = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:-]+)["']/i.exec(
        new TextDecoder('latin1').decode(chunk.subarray(0, 300)),
      )?.[1];
      const label = declared === undefined ? 'utf-8' : decoderFor(declared).encoding;
      if (!label.startsWith('utf-') && detectEncoding(chunk).label !== 'utf-8') decoder = decoderFor(label);
    }
    yield decoder === null ? chunk : encoder.encode(decoder.decode(chunk, { stream: true }));
  }
}
