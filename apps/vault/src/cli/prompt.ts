import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { InterruptedError } from './exit-codes.ts';

/** Asks on the terminal; without one, takes the next line of standard input. Null when there is nothing more. */
export async function prompt(text: string, { hidden = false } = {}): Promise<string | null> {
  if (process.stdin.isTTY !== true) return await nextPipedLine();
  process.stderr.write(text);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: hidden ? silent : process.stderr, terminal: true });
  const ended = new Promise<never>((_, reject) => {
    reader.once('close', () => reject(new InterruptedError('Interrumpido. / Interrupted.')));
  });
  try {
    return (await Promise.race([reader.question(''), ended])).trim();
  } finally {
    reader.close();
    if (hidden) process.stderr.write('\n');
  }
}

let piped: AsyncIterator<string> | null = null;

/** One reader for all questions: a second one would not get what the first had read ahead. */
async function nextPipedLine(): Promise<string | null> {
  piped ??= createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const { done, value } = await piped.next();
  return done ? null : value.trim();
}
