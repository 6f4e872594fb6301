type Ending = 'ar' | 'er' | 'ir';

/** Third persons, participles, gerund: what reports and questions are written in. */
const endings: Readonly<Record<Ending, readonly string[]>> = {
  ar: ['ar', 'a', 'an', 'ó', 'aron', 'ado', 'ada', 'ados', 'adas', 'ando', 'ará', 'arán', 'e', 'en', 'aba'],
  er: ['er', 'e', 'en', 'ió', 'ieron', 'ido', 'ida', 'idos', 'idas', 'iendo', 'erá', 'erán', 'a', 'an', 'ía'],
  ir: ['ir', 'e', 'en', 'ió', 'ieron', 'ido', 'ida', 'idos', 'idas', 'iendo', 'irá', 'irán', 'a', 'an', 'ía'],
};

/**
 * The word and, when it looks like an infinitive, its regular forms. A noun in -ar, -er or -ir ("lugar") gets forms that nobody writes, which does
 * no harm; first persons, which questions about documents seldom use, are left out.
 */
export function spanishForms(word: string): string[] {
  const infinitive = /^(\p{L}{2,})(ar|er|ir)(?:se)?$/u.exec(word);
  if (!infinitive) return [word];
  const [, root, ending] = infinitive;
  return [word, ...endings[ending as Ending].map((tail) => root + tail)];
}
