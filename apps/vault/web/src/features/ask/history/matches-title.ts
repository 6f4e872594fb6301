import { plainText } from '@nexus/kernel/plain-text';
/** Whether a title holds every one of the words, or beginnings of them, without regard to case and accents. */
export function matchesTitle(title: string, words: string): boolean {
  const inTitle = plainText(title);
  return plainText(words)
    .split(/\s+/)
    .every((word) => inTitle.includes(word));
}
