import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { style } from '@nexus/terminal';
import { ApiError, obtainToken } from './api-client.ts';
import { InterruptedError } from './exit-codes.ts';
import { defaultUrl, saveSession } from './saved-session.ts';
import { UsageError } from './usage.ts';

/** `./nexus login [address]`: asks for e-mail and password and keeps an access token, never the password. */
export async function login(address: string | undefined): Promise<number> {
  const baseUrl = (address ?? process.env['NEXUS_URL'] ?? defaultUrl).replace(/\/+$/, '');
  const email = process.env['NEXUS_EMAIL'] || (await ask('Correo / e-mail: ', { hidden: false }));
  const password = process.env['NEXUS_PASSWORD'] || (await ask('Contraseña / password: ', { hidden: true }));
  const obtain = (code?: string) =>
    obtainToken(baseUrl, '/session', { email, password, ...(code ? { code } : {}) }, 'línea de órdenes');
  const token = await obtain().catch(async (error: unknown) => {
    if (!(error instanceof ApiError) || error.code !== 'session.code_required') throw error;
    return await obtain(await ask('Código del segundo paso / code of the second step: ', { hidden: false }));
  });
  const path = await saveSession({ url: baseUrl, token });
  console.log(style('green', `✓ Sesión guardada en / session kept in ${path}`));
  return 0;
}

/** From the terminal; without one, line by line from what is piped in. */
async function ask(prompt: string, { hidden }: { hidden: boolean }): Promise<string> {
  if (process.stdin.isTTY !== true) return await nextPipedLine();
  process.stderr.write(prompt);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: hidden ? silent : process.stderr, terminal: true });
  // Ctrl C and Ctrl D would leave the question waiting for ever.
  const ended = new Promise<never>((_, reject) => {
    reader.once('close', () => reject(new InterruptedError('Sin sesión. / Not signed in.')));
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
async function nextPipedLine(): Promise<string> {
  piped ??= createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const { done, value } = await piped.next();
  if (done || !value.trim())
    throw new UsageError('Sin terminal: ponga NEXUS_EMAIL y NEXUS_PASSWORD. / No terminal: set both variables.');
  return value.trim();
}
