import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ApiClient, createApiClient } from './api-client.ts';

type SavedSession = { url: string; token: string };

const path = () => process.env['NEXUS_SESSION_FILE'] || join(homedir(), '.config', 'nexus', 'session.json');

export class NotSignedInError extends Error {
  constructor() {
    super('Primero inicie sesión: ./nexus login. / Sign in first: ./nexus login.');
  }
}

/** Readable by its owner alone: the token is as good as a password. */
export async function saveSession(session: SavedSession): Promise<string> {
  await mkdir(dirname(path()), { recursive: true, mode: 0o700 });
  await writeFile(path(), JSON.stringify(session), { mode: 0o600 });
  return path();
}

/** The server and token of the environment (`NEXUS_URL`, `NEXUS_TOKEN`), else of the last `login`. @throws NotSignedInError */
export async function openSession(): Promise<{ client: ApiClient; url: string }> {
  const { NEXUS_URL: url, NEXUS_TOKEN: token } = process.env;
  const saved = token ? { url: url || defaultUrl, token } : await readSaved();
  if (!saved) throw new NotSignedInError();
  return { client: createApiClient(saved.url, { token: saved.token }), url: saved.url };
}

export const defaultUrl = 'http://localhost:7340';

async function readSaved(): Promise<SavedSession | null> {
  try {
    const saved = JSON.parse(await readFile(path(), 'utf8')) as Partial<SavedSession>;
    return saved.url && saved.token ? { url: saved.url, token: saved.token } : null;
  } catch {
    // No file, or not one of ours: the same as never having signed in.
    return null;
  }
}
