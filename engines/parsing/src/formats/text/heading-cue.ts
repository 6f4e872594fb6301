/** Words that open the headings of laws, contracts and reports, followed by a number, a letter or an ordinal. */
const structural =
  /^(?:t[ií]tulo|libro|parte|part|title|book|anexo|annex|appendix|ap[eé]ndice|cap[ií]tulo|chapter|secci[oó]n|section|cl[aá]usulas?|clause|art[ií]culo|article|disposici[oó]n|schedule)\s+(?:n[.º°o]{1,2}\s*)?(?:[ivxlcdm]+|\d[\d.]*|[a-z]|[a-záéíóúñ]+(?:o|a|mo|ma|er|first|second|third|th))\b/i;

const sameLine = /^(?:cap[ií]tulo|chapter|t[ií]tulo|title|parte|part|libro|book)/i;

const maxLength = 110;

/**
 * The level of a paragraph that is a heading by its looks, for documents whose headings carry no style: null for anything doubtful. Modest on
 * purpose: a sentence taken for a heading is lost as an answer. `bold`: the whole paragraph is bold.
 */
export function headingCue(text: string, looks: { bold: boolean }): number | null {
  if (text.length > maxLength || text.length < 3 || text.includes('\n') || !/\p{L}{2}/u.test(text)) return null;
  const sentence = /[.;,:!?]$/.test(text);
  const capitals = !/\p{Ll}/u.test(text.replace(/\b(?:n[ro]|y|o|de)\b/g, ''));
  if (structural.test(text)) {
    // "Artículo 5. El plazo es de 30 días." is a clause with its text, not a heading.
    if (sentence && text.split(/\s+/).length > 8 && !capitals) return null;
    if (!looks.bold && !capitals && text.split(/\s+/).length > 10) return null;
    return sameLine.test(text) ? 2 : 3;
  }
  if (sentence) return null;
  if (looks.bold) return 3;
  return capitals && (text.match(/\p{Lu}/gu)?.length ?? 0) >= 5 && !/\d{5}/.test(text) ? 3 : null;
}
