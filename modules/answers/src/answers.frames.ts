/** Our own words around the quotations, in the language of the question. Everything between them is the documents' own. */
type Frame = { found: string; conflict: string; notFound: string; nearest: string };

const frames: Record<'es' | 'en', Frame> = {
  es: {
    found: 'Los documentos dicen:',
    conflict: 'Los documentos no coinciden. Compare las fuentes:',
    notFound: 'No encuentro respuesta en estos documentos.',
    nearest: 'Lo más cercano que contienen:',
  },
  en: {
    found: 'The documents say:',
    conflict: 'The documents disagree. Compare the sources:',
    notFound: 'I find no answer in these documents.',
    nearest: 'The closest that they hold:',
  },
};

/** What stands above the quotations, and above the nearest passages when nothing was found. */
export function frameOf(
  language: 'es' | 'en',
  outcome: 'answered' | 'not_found',
  hasConflict: boolean,
): { lead: string; nearest: string } {
  const frame = frames[language];
  if (outcome === 'not_found') return { lead: frame.notFound, nearest: frame.nearest };
  return { lead: hasConflict ? frame.conflict : frame.found, nearest: frame.nearest };
}
