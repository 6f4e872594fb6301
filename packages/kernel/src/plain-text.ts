/**
 * Lower case without accents: how names and titles are compared with what somebody typed. Search has a finer folding of its own, which also knows the
 * letters that Unicode does not decompose. Linear; pure, so that pages use it too.
 */
export function plainText(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
