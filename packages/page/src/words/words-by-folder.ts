/** `../features/ask/words.es.json` becomes the namespace `ask`; the bundler writes the one of this folder as `./words.es.json`. */
export function byFolder(files: Record<string, object>): Record<string, object> {
  return Object.fromEntries(
    Object.entries(files).map(([path, words]) => {
      const folder = path.split('/').at(-2)!;
      return [folder === '.' ? 'app' : folder, words];
    }),
  );
}
