import type { Span } from './span.ts';

const reason =
  /\b(?:because(?: of)?|due to|owing to|since|in order to|so that|as a result of|caused by|thanks to|porque|debido a|ya que|puesto que|dado que|a causa de|por causa de|con el fin de|con el objeto de|para que|gracias a|en virtud de|a fin de|por motivos? de|as [^.]{2,40} (?:is|was|were))\b/iu;
const manner =
  /\b(?:by(?: means of)?|through|using|via|mediante|por medio de|a través de|utilizando|usando|with the help of|con ayuda de|de manera|de forma|according to|conforme a)\b/iu;
const copula =
  /\b(?:es|son|era|eran|significa|se define como|se denomina|se entiende por|se refiere a|consiste en|is|are|was|were|means|refers to|is defined as|is called|consists of|denotes)\b/iu;

/** From the cue to the end of the sentence. */
function fromCue(cue: RegExp, afterCue: boolean): (text: string) => Span[] {
  return (text) => {
    const match = cue.exec(text);
    if (!match) return [];
    const start = afterCue ? match.index + match[0].length + 1 : match.index;
    const end = text.replace(/[\s.;]+$/u, '').length;
    return end - start < 3 ? [] : [{ start, end, value: text.slice(start, end).toLowerCase() }];
  };
}

export const findReasons = fromCue(reason, false);
export const findManners = fromCue(manner, false);
export const findDefinitions = fromCue(copula, true);

/** An enumeration: after a colon, or three members and more joined by commas with "and"/"y" before the last. */
export function findEnumerations(text: string): Span[] {
  const match = /:\s*(\S[^.]{10,})|((?:[^,;.:]{2,60},\s*){1,}[^,;.:]{2,60},?\s+(?:y|e|o|and|or)\s+[^,;.:]{2,60})/u.exec(
    text,
  );
  const list = match?.[1] ?? match?.[2];
  if (!match || list === undefined) return [];
  const start = match.index + match[0].indexOf(list);
  return [{ start, end: start + list.length, value: list.toLowerCase() }];
}
