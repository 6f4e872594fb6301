import { ParseFailure } from '../../../reader.ts';
import { decodeXmlEntities } from './xml-entities.ts';
import { createNamespaceScope } from './xml-namespaces.ts';

/** Attributes of the element being opened; valid only until `open` returns. */
export type XmlAttributes = {
  /** By canonical name (`w:val`, `r:id`, `name`). */
  get(name: string): string | undefined;
  /** Every attribute, in document order. */
  all(): readonly { name: string; value: string }[];
};

export type XmlHandler = {
  open(name: string, attributes: XmlAttributes): void;
  close(name: string): void;
  /** Character data, entities resolved; one text may come in several pieces. */
  text(text: string): void;
};

export type XmlScanner = {
  write(chunk: string): void;
  /** Closes what is open. `complete` is false when the document ended inside an element or a tag. */
  end(): { complete: boolean };
};

const maxDepth = 1_500;
const maxTagLength = 8 * 1024 * 1024;

/**
 * A forgiving push scanner for the XML of office files. It sees a document once, holds one tag at a time, and always gives
 * balanced `open` and `close` calls, whatever the input: a stray end tag is dropped, a missing one is supplied.
 * Chosen over saxes because attributes, of which WordprocessingML and SpreadsheetML have very many, are split only when asked for, and
 * because files cut short still give their text. No DTD is read. Time is linear in the input.
 * Throws ParseFailure: `too_deep` past 1,500 open elements, `broken` for a tag of more than 8 MiB.
 */
export function createXmlScanner(handler: XmlHandler): XmlScanner {
  const scope = createNamespaceScope();
  const openNames: string[] = [];
  const openRaw: string[] = [];
  let rest = '';
  /** What is being skipped or copied until its terminator: comment, CDATA, processing instruction, doctype. */
  let until: '-->' | ']]>' | '?>' | 'doctype' | null = null;
  let doctypeDepth = 0;
  let rawAttributes = '';
  let parsed: { name: string; value: string }[] | null = null;

  const attributes: XmlAttributes = {
    get(name) {
      if (rawAttributes === '') return undefined;
      for (const attribute of this.all()) if (attribute.name === name) return attribute.value;
      return undefined;
    },
    all() {
      if (parsed === null) {
        parsed = [];
        const pattern = /([^\s=/"'<>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
        for (let match = pattern.exec(rawAttributes); match !== null; match = pattern.exec(rawAttributes)) {
          parsed.push({ name: scope.attribute(match[1]!), value: decodeXmlEntities(match[2] ?? match[3] ?? '') });
        }
      }
      return parsed;
    },
  };

  const closeTop = () => {
    const depth = openNames.length;
    openRaw.pop();
    handler.close(openNames.pop()!);
    scope.leave(depth);
  };

  const openTag = (body: string) => {
    const selfClosing = body.endsWith('/');
    let nameEnd = 0;
    while (nameEnd < body.length && body.charCodeAt(nameEnd) > 32 && body.charCodeAt(nameEnd) !== 47) nameEnd += 1;
    const rawName = body.slice(0, nameEnd);
    if (rawName === '') return;
    rawAttributes = body.slice(nameEnd, selfClosing ? -1 : undefined);
    parsed = null;
    if (openNames.length >= maxDepth) throw new ParseFailure('too_deep', `more than ${maxDepth} nested elements`);
    if (rawAttributes.includes('xmlns')) scope.enter(openNames.length + 1, rawAttributes);
    const name = scope.element(rawName);
    openNames.push(name);
    openRaw.push(rawName);
    handler.open(name, attributes);
    if (selfClosing) closeTop();
  };

  const closeTag = (rawName: string) => {
    const at = openRaw.at(-1) === rawName ? openRaw.length - 1 : openRaw.lastIndexOf(rawName);
    if (at < 0) return;
    while (openRaw.length > at) closeTop();
  };

  /** End of the tag that starts at `from`, past any `>` inside quotes; -1 when it is not in the buffer yet. */
  const tagEnd = (buffer: string, from: number): number => {
    let gt = buffer.indexOf('>', from);
    let at = from;
    while (gt >= 0) {
      const quote = nextQuote(buffer, at, gt);
      if (quote < 0) return gt;
      const closing = buffer.indexOf(buffer[quote]!, quote + 1);
      if (closing < 0) return -1;
      at = closing + 1;
      if (closing > gt) gt = buffer.indexOf('>', at);
    }
    return -1;
  };

  const skip = (buffer: string, from: number): number => {
    if (until === 'doctype') {
      for (let at = from; at < buffer.length; at += 1) {
        const code = buffer.charCodeAt(at);
        if (code === 60 || code === 91) doctypeDepth += 1;
        else if (code === 93) doctypeDepth -= 1;
        else if (code === 62) {
          doctypeDepth -= 1;
          if (doctypeDepth <= 0) {
            until = null;
            return at + 1;
          }
        }
      }
      return buffer.length;
    }
    const end = buffer.indexOf(until!, from);
    const stop = end < 0 ? Math.max(from, buffer.length - 2) : end;
    if (until === ']]>' && stop > from) handler.text(buffer.slice(from, stop));
    if (end < 0) return stop;
    const next = end + until!.length;
    until = null;
    return next;
  };

  const special = (buffer: string, lt: number): number | null => {
    if (buffer.charCodeAt(lt + 1) === 63) {
      until = '?>';
      return lt + 2;
    }
    if (buffer.startsWith('<!--', lt)) {
      until = '-->';
      return lt + 4;
    }
    if (buffer.startsWith('<![CDATA[', lt)) {
      until = ']]>';
      return lt + 9;
    }
    if (buffer.length - lt < 9) return null;
    until = 'doctype';
    doctypeDepth = 1;
    return lt + 2;
  };

  const write = (chunk: string) => {
    const buffer = rest === '' ? chunk : rest + chunk;
    rest = '';
    let at = 0;
    while (at < buffer.length) {
      if (until !== null) {
        at = skip(buffer, at);
        if (until !== null) break;
        continue;
      }
      const lt = buffer.indexOf('<', at);
      if (lt !== at) {
        let stop = lt < 0 ? buffer.length : lt;
        if (lt < 0) {
          // A reference may be cut by the end of the chunk: keep it for the next one.
          const ampersand = buffer.lastIndexOf('&');
          if (ampersand >= at && buffer.length - ampersand < 12 && !buffer.includes(';', ampersand)) stop = ampersand;
        }
        if (stop > at) handler.text(decodeXmlEntities(buffer.slice(at, stop)));
        at = stop;
        if (lt < 0) break;
      }
      const code = buffer.charCodeAt(lt + 1);
      if (code === 33 || code === 63) {
        const next = special(buffer, lt);
        if (next === null) break;
        at = next;
        continue;
      }
      const gt = tagEnd(buffer, lt + 1);
      if (gt < 0) break;
      if (code === 47) closeTag(buffer.slice(lt + 2, gt).trimEnd());
      else openTag(buffer.slice(lt + 1, gt));
      at = gt + 1;
    }
    rest = buffer.slice(at);
    if (rest.length > maxTagLength) throw new ParseFailure('broken', 'a tag of more than 8 MiB');
  };

  return {
    write,
    end() {
      const complete = openNames.length === 0 && rest.trim() === '' && until === null;
      if (until === null && rest !== '' && !rest.startsWith('<')) handler.text(decodeXmlEntities(rest));
      rest = '';
      while (openNames.length > 0) closeTop();
      return { complete };
    },
  };
}

function nextQuote(buffer: string, from: number, to: number): number {
  for (let at = from; at < to; at += 1) {
    const code = buffer.charCodeAt(at);
    if (code === 34 || code === 39) return at;
  }
  return -1;
}
