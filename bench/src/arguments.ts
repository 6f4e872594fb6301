export type BenchArguments = { name: string | null; data: string | null; json: boolean; flags: Record<string, string> };

/** `<name> [--data path] [--json] [--flag value]...`. Throws on a flag that has no value and on a second name. */
export function readArguments(argv: readonly string[]): BenchArguments {
  const read: BenchArguments = { name: null, data: null, json: false, flags: {} };
  for (let i = 0; i < argv.length; i += 1) {
    const word = argv[i]!;
    if (word === '--json') {
      read.json = true;
    } else if (word.startsWith('--')) {
      const value = argv[i + 1];
      if (value === undefined || value.startsWith('--')) throw new Error(`${word} needs a value`);
      if (word === '--data') read.data = value;
      else read.flags[word.slice(2)] = value;
      i += 1;
    } else {
      if (read.name !== null) throw new Error(`one bench at a time: ${read.name} or ${word}?`);
      read.name = word;
    }
  }
  return read;
}
