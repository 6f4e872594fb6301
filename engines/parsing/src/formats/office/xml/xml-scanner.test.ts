import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { createXmlScanner } from './xml-scanner.ts';

/** Events as lines; neighbouring texts joined, since they may come in pieces. */
function scan(xml: string, size = xml.length): { events: string[]; complete: boolean } {
  const events: string[] = [];
  const scanner = createXmlScanner({
    open: (name, attributes) =>
      events.push(
        `<${name}${attributes
          .all()
          .map((each) => ` ${each.name}=${each.value}`)
          .join('')}`,
      ),
    close: (name) => events.push(`/${name}`),
    text(text) {
      if (events.at(-1)?.startsWith('#')) events[events.length - 1] += text;
      else events.push(`#${text}`);
    },
  });
  for (let at = 0; at < xml.length; at += Math.max(1, size)) scanner.write(xml.slice(at, at + Math.max(1, size)));
  return { events, complete: scanner.end().complete };
}

function saxes(xml: string): string[] {
  const events: string[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', (tag) =>
    events.push(
      `<${tag.name}${Object.entries(tag.attributes)
        .map(([name, value]) => ` ${name}=${value}`)
        .join('')}`,
    ),
  );
  parser.on('closetag', (tag) => events.push(`/${tag.name}`));
  const text = (piece: string) => {
    if (piece === '') return;
    if (events.at(-1)?.startsWith('#')) events[events.length - 1] += piece;
    else events.push(`#${piece}`);
  };
  parser.on('text', text);
  parser.on('cdata', text);
  parser.write(xml).close();
  return events;
}

const name = fc.constantFrom('a', 'b', 'largo', 'x-y');
const text = fc.constantFrom(
  'hola',
  ' ',
  '&amp;',
  '&#241;',
  'ñ',
  '<![CDATA[a < b]]>',
  '<!-- c > d -->',
  '<?pi x?>',
  '>',
);
const attribute = fc.tuple(fc.constantFrom('p', 'q'), fc.constantFrom('1', 'a > b', '&lt;', "it's", ''));
const { element } = fc.letrec<{ element: string; children: string }>((tie) => ({
  children: fc
    .array(fc.oneof({ depthSize: 'small' }, text, tie('element')), { maxLength: 4 })
    .map((each) => each.join('')),
  element: fc.tuple(name, fc.option(attribute), tie('children'), fc.boolean()).map(([tag, pair, inner, short]) => {
    const open = pair === null ? tag : `${tag} ${pair[0]}="${pair[1]}"`;
    return inner === '' && short ? `<${open}/>` : `<${open}>${inner}</${tag}>`;
  }),
}));

describe('createXmlScanner', () => {
  it('sees what saxes sees, wherever the pieces are cut', () => {
    fc.assert(
      fc.property(element, fc.integer({ min: 1, max: 20 }), (xml, size) => {
        const expected = saxes(xml);
        expect(scan(xml)).toEqual({ events: expected, complete: true });
        expect(scan(xml, size).events).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  it('gives balanced events for anything', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      'a',
      '"',
      "'",
      '=',
      '<a',
      '</a>',
      '<b>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<!DOCTYPE',
      '[',
      ']',
      '&',
      ';',
      ' ',
      '<?',
      '?>',
      'xmlns:w="x"',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const open: string[] = [];
        for (const event of scan(pieces.join(''), 3).events) {
          if (event.startsWith('<')) open.push(event.slice(1).split(' ')[0]!);
          else if (event.startsWith('/')) expect(open.pop()).toBe(event.slice(1));
        }
        expect(open).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('brings names to the usual prefixes, and back where a declaration ends', () => {
    const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
    expect(scan(`<d xmlns="${word}"><n:p xmlns:n="${word}" n:val="1"/><x xmlns=""><y/></x><p/></d>`).events).toEqual([
      `<w:d xmlns=${word}`,
      `<w:p xmlns:n=${word} w:val=1`,
      '/w:p',
      '<x xmlns=',
      '<y',
      '/y',
      '/x',
      '<w:p',
      '/w:p',
      '/w:d',
    ]);
  });

  it('expands no entity of a DTD and says when a document is cut off', () => {
    expect(scan('<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z SYSTEM "file:///etc/passwd">]><a>&x;&z;</a>').events).toEqual([
      '<a',
      '#&x;&z;',
      '/a',
    ]);
    expect(scan('<a><b>tex').complete).toBe(false);
    expect(() => scan('<a>'.repeat(2_000))).toThrow(expect.objectContaining({ reason: 'too_deep' }));
  });
});
