const letters = 'abcdefghijklmnopqrstuvwxyz';

/** Every word one edit away: a letter dropped, two swapped, one replaced, one put in. About 54 words a letter. */
export function singleEdits(word: string): string[] {
  const edits = new Set<string>();
  for (let at = 0; at <= word.length; at++) {
    const head = word.slice(0, at);
    const tail = word.slice(at);
    if (tail !== '') edits.add(head + tail.slice(1));
    if (tail.length > 1) edits.add(head + tail[1]! + tail[0]! + tail.slice(2));
    for (const letter of letters) {
      edits.add(head + letter + tail);
      if (tail !== '') edits.add(head + letter + tail.slice(1));
    }
  }
  edits.delete(word);
  return [...edits];
}
