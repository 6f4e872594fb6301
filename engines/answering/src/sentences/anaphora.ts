const pronounFirst =
  /^[\s"'«“¿¡(]*(?:est[eoa]s?|es[eoa]s?|dich[oa]s?|[eé]l|ella|ell[oa]s|lo|le|les|se|su|sus|fue|fueron|ser[aá]n?|es|son|era|eran|ha|han|tiene|tienen|tendr[aá]n?|deber[aá]n?|podr[aá]n?|no|tambi[eé]n|adem[aá]s|it|they|he|she|this|these|that|those|his|her|its|their|both|also)(?![\p{L}\p{N}])/iu;

/** Whether a sentence opens with a pronoun, or in Spanish with a bare verb: its subject stands in the sentence before. */
export function leansOnPrevious(sentence: string): boolean {
  return pronounFirst.test(sentence);
}
