import type { Span } from './span.ts';

const joiner =
  '(?:\\s+(?:de\\s+la|de\\s+los|de\\s+las|del|de|y|e|of\\s+the|of|the|and|for|von|van|der|da|di|la|el|al|bin|ibn))?';
const namePattern = new RegExp(`\\p{Lu}[\\p{L}\\p{M}.&'’-]*(?:${joiner}\\s+\\p{Lu}[\\p{L}\\p{M}.&'’-]*)*`, 'gu');
const opener =
  /^(?:el|la|los|las|un|una|en|de|del|por|para|con|su|sus|al|este|esta|estos|estas|cuando|como|si|no|se|lo|the|a|an|in|on|at|of|for|by|from|to|with|his|her|its|their|this|that|these|those|it|he|she|they|we|as|when|while|after|before|during|but|and|however|although|there|some|many|most|such|both|each|since|also|other|one|two|i|y|o|aunque|sin|sobre|entre|desde|hasta|tras|durante|despues|después|antes|segun|según|además|ademas|muchos|algunos)$/iu;

/** Runs of capitalised words, joined by small particles (`Universidad de los Andes`, `George W. Bush`). Value: lower case. */
export function findNames(text: string): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(namePattern)) {
    let start = match.index;
    let name = match[0];
    // A sentence opens with a capital that says nothing: drop function words at the head.
    for (let first = /^(\S+)\s+/u.exec(name); first && opener.test(first[1]!); first = /^(\S+)\s+/u.exec(name)) {
      start += first[0].length;
      name = name.slice(first[0].length);
      const capital = /\p{Lu}/u.exec(name);
      if (!capital) break;
      start += capital.index;
      name = name.slice(capital.index);
    }
    name = name.replace(/[.,'’&-]+$/u, '');
    if (name.length < 2 || opener.test(name) || /^[IVXLCDM]+$/u.test(name)) continue;
    spans.push({ start, end: start + name.length, value: name.toLowerCase() });
  }
  return spans;
}

const organisationCue =
  /\b(?:S\.?\s?A\.?(?:\s?U\.?)?|C\.?\s?A\.?|S\.?\s?L\.?|S\.?R\.?L\.?|Inc|Ltd|LLC|Corp|Co|GmbH|plc|Compañía|Company|Corporation|Corporación|Universidad|University|Instituto|Institute|Ministerio|Ministry|Banco|Bank|Asociación|Association|Fundación|Foundation|Consejo|Council|Comisión|Commission|Committee|Comité|Agencia|Agency|Tribunal|Court|Ayuntamiento|Alcaldía|Gobernación|Partido|Party|Church|Iglesia|School|Escuela|College|Colegio|Club|Society|Sociedad|Department|Departamento|Consorcio|Constructora|Grupo|Group|Liga|League|Union|Unión|Organi[sz]ation|Organización|Association|Orchestra|Museum|Museo)\b/u;
const placeLead =
  /(?:\b(?:in|at|near|from|to|of|through|across|en|de|desde|hacia|hasta|a|entre|por|sur|norte|este|oeste|south|north|east|west|ciudad|calle|avenida|city|town)\s+(?:the\s+|la\s+|el\s+|los\s+|las\s+)?)$/iu;
const personLead =
  /(?:\b(?:by|por|Sr\.?|Sra\.?|Dr\.?|Dra\.?|don|doña|Mr\.?|Mrs\.?|Ms\.?|Ing\.?|Lic\.?|Prof\.?|president|presidente|presidenta|king|queen|rey|reina|director|directora|ministro|ministra|minister|general|captain|professor|profesor|architect|arquitecto|author|autor|coach|señor|señora|ciudadano|ciudadana)\s+)$/iu;

/** Names that read like organisations. */
export function findOrganisations(text: string): Span[] {
  const names = findNames(text);
  const cued = names.filter(
    (name) =>
      organisationCue.test(text.slice(name.start, name.end + 6)) ||
      /^\p{Lu}{2,6}$/u.test(text.slice(name.start, name.end)),
  );
  return cued.length > 0 ? cued : names;
}

/** Names behind a word of place, or all names when there is none. */
export function findPlaces(text: string): Span[] {
  const names = findNames(text);
  const led = names.filter((name) => placeLead.test(text.slice(Math.max(0, name.start - 24), name.start)));
  return led.length > 0 ? led : names;
}

/** Names of two words or more, or behind a title; all names when there are none. */
export function findPersons(text: string): Span[] {
  const names = findNames(text);
  const likely = names.filter((name) => {
    const written = text.slice(name.start, name.end);
    if (organisationCue.test(written) || !/\p{Ll}/u.test(written)) return false;
    return (
      /^\p{Lu}[\p{L}.'’-]*(?:\s+(?:de|del|la|von|van|der|y|bin)){0,2}\s+\p{Lu}/u.test(written) ||
      personLead.test(text.slice(Math.max(0, name.start - 24), name.start))
    );
  });
  return likely.length > 0 ? likely : names;
}
