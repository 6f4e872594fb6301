export type ExportLanguage = 'es' | 'en';

type ExportWords = {
  banner: string;
  everywhere: string;
  inSpaces(count: number): string;
  passages(count: string): string;
  filtered: string;
  notFound: string;
  nearest: string;
  alsoIn: string;
  sourceGone: string;
  conflict(numbers: string): string;
  unsure: string;
  corrected(from: string, to: string): string;
  inContext(searched: string): string;
  extractive: string;
  footer(when: string, timeZone: string, id: string): string;
};

/** Our own words on an exported answer. Those of the documents are never among them. */
export const exportWords: Record<ExportLanguage, ExportWords> = {
  es: {
    banner: 'Contiene citas de documentos de acceso limitado: solo para quien pueda leerlos',
    everywhere: 'en todos los espacios de quien pregunta',
    inSpaces: (count) => (count === 1 ? 'en un espacio' : `en ${count} espacios`),
    passages: (count) => `${count} pasajes consultados`,
    filtered: 'con filtros',
    notFound: 'No encuentro respuesta en estos documentos.',
    nearest: 'Lo que sigue es lo más cercano que contienen; no es una respuesta.',
    alsoIn: 'También en',
    sourceGone: 'Esta fuente se borró, se sustituyó por otra versión o ya no puede verla quien exporta.',
    conflict: (numbers) => `Las fuentes de ${numbers} no coinciden. Compárelas antes de usar un dato.`,
    unsure: 'Respuesta poco segura: compruebe las citas en su fuente.',
    corrected: (from, to) => `Se buscó «${to}» en lugar de «${from}».`,
    inContext: (searched) => `Se buscó junto con lo preguntado antes: ${searched}`,
    extractive: 'Las citas son literales; no las ha escrito un modelo de lenguaje.',
    footer: (when, timeZone, id) => `Exportado de Nexus el ${when} (${timeZone}) · pregunta ${id}`,
  },
  en: {
    banner: 'Holds quotations from documents of limited access: only for those who may read them',
    everywhere: 'in every space of the person who asked',
    inSpaces: (count) => (count === 1 ? 'in one space' : `in ${count} spaces`),
    passages: (count) => `${count} passages searched`,
    filtered: 'with filters',
    notFound: 'I find no answer in these documents.',
    nearest: 'What follows is the closest that they hold; it is not an answer.',
    alsoIn: 'Also in',
    sourceGone: 'This source was deleted, was replaced by another version, or may no longer be seen by who exports.',
    conflict: (numbers) => `The sources of ${numbers} disagree. Compare them before you use a figure.`,
    unsure: 'Not a sure answer: check the quotations in their source.',
    corrected: (from, to) => `Searched for “${to}” instead of “${from}”.`,
    inContext: (searched) => `Searched together with what was asked before: ${searched}`,
    extractive: 'The quotations are literal; no language model wrote them.',
    footer: (when, timeZone, id) => `Exported from Nexus on ${when} (${timeZone}) · question ${id}`,
  },
};
