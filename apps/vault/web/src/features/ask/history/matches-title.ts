function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}

/** Whether a title holds every one of the words, or beginnings of them, without regard to case and accents. */
export function matchesTitle(title: string, words: string): boolean {
  const inTitle = plain(title);
  return plain(words)
    .split(/\s+/)
    .every((word) => inTitle.includes(word));
}
