import type { Language } from '../contract.ts';

const spanish =
  /[¿¡ñáéíóú]|\b(?:el|la|los|las|un|una|de|del|que|en|por|para|con|se|es|son|fue|cual|cuales|quien|quienes|cuando|donde|como|cuanto|cuanta|cuantos|cuantas|hay|plazo|fecha)\b/giu;
const english =
  /\b(?:the|an|of|what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|in|to|for|with|by|has|have|many|much|date|deadline)\b/giu;

/** The language a question is asked in. Spanish when nothing tells. */
export function questionLanguage(text: string): Language {
  const inSpanish = text.match(spanish)?.length ?? 0;
  const inEnglish = text.match(english)?.length ?? 0;
  return inEnglish > inSpanish ? 'en' : 'es';
}
