// Text without spaces (Chinese, base64) is counted as if it had words of this length.
const longWord = 12;

/** Rough number of words in `text[start, end)`: runs of non-space, long runs counted as several. */
export function countWords(text: string, start = 0, end: number = text.length): number {
  let words = 0;
  let run = 0;
  for (let i = start; i <= end; i++) {
    const code = i < end ? text.charCodeAt(i) : 32;
    if (code > 32 && code !== 160) run++;
    else if (run > 0) {
      words += Math.ceil(run / longWord);
      run = 0;
    }
  }
  return words;
}
