/** `../features/ask/words.es.json` becomes the namespace `ask`. */
export function byFolder(files: Record<string, object>): Record<string, object> {
  return Object.fromEntries(Object.entries(files).map(([path, words]) => [path.split('/').at(-2)!, words]));
}
