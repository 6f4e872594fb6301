import { patternFinder } from './span.ts';

function asWritten(match: RegExpExecArray): string {
  return match[0].toLowerCase();
}

function bare(match: RegExpExecArray): string {
  return match[0].toLowerCase().replace(/[\s.]/g, '');
}

/** E-mail addresses, accounts, telephone numbers, files and contracts (`2024/17`, `B-301/A`, `J-12345678-9`). Value: without white space. */
export const findIdentifiers = patternFinder([
  [/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, asWritten],
  [/https?:\/\/[^\s)>\]]+/gu, asWritten],
  [/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/gu, bare],
  [/(?<!\d)\+?\(?\d{2,4}\)?(?:[ .-]\d{2,4}){2,5}(?!\d)/gu, bare],
  [/\b(?=[\p{L}\d/.-]*\d)(?:\p{Lu}{1,5}[-/]?\d[\p{L}\d]*(?:[-/.][\p{L}\d]+)*|\d+(?:[-/]\p{Lu}?[\p{L}\d]+)+)/gu, bare],
  [/(?<=\b(?:n\.?[º°o]|n[uú]m(?:ero)?\.?|no\.|number|#)\s?)\d[\d./-]*/giu, bare],
  [/\b\d{5,}\b/gu, bare],
]);

const telephoneAsked = /\b(?:tel[eé]fono|m[oó]vil|celular|fax|phone|telephone|mobile)\b/iu;
const addressAsked = /\b(?:correo|e-?mail)\b/iu;

/** Whether an identifier is of the sort that the question names: a telephone number, an e-mail address, or any other. */
export function isAskedIdentifier(question: string, written: string): boolean {
  if (telephoneAsked.test(question)) return /^[+(]?\d[\d\s().-]{5,}$/.test(written);
  return addressAsked.test(question) ? written.includes('@') : true;
}
