import { fold } from '../analysis/fold.ts';
import { plainWords } from './wording.ts';

const asking =
  /\b(?:when|how (?:many|much|long|old|far|tall|high|deep|big|large|fast|often|wide|heavy)|(?:what|which) (?:year|date|day|month|century|decade|percent|percentage|number|age|amount|price|cost|deadline)|cuando|cuant[oa]s?|que (?:ano|fecha|dia|mes|siglo|decada|porcentaje|numero|edad|cantidad|monto|precio|plazo)|(?:cual|cuales) (?:es|son|fue|era) (?:el|la|los|las) (?:ano|fecha|porcentaje|numero|edad|monto|importe|precio|plazo|cantidad))\b/;
const figure =
  /\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|half|third|quarter|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|mil|millon|millones|mitad|tercio|siglo|century)\b/;

/** Whether a question is answered by a figure: a date, a number, a sum, a length of time. */
export function asksForFigure(question: string): boolean {
  return asking.test(fold(question));
}

/** Whether a sentence has a figure that the question does not itself name. */
export function hasOtherFigure(sentence: string, question: string): boolean {
  const named = new Set(plainWords(question));
  return plainWords(sentence).some((word) => figure.test(word) && !named.has(word));
}
