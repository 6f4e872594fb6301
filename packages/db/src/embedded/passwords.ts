import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseStartError } from '../startup-errors.ts';

const names = ['superuser', 'owner', 'app', 'worker', 'auditor', 'backup'] as const;

/** Passwords of the roles of an embedded server: 256 random bits each. */
export type RolePasswords = Record<(typeof names)[number], string>;

/** Reads the passwords, or makes them: `isNew` says which. The file is readable to this account only. */
export function ensurePasswords(dataDir: string): { passwords: RolePasswords; isNew: boolean } {
  const file = join(dataDir, 'database-passwords.json');
  const kept = readPasswords(file);
  if (kept?.backup !== undefined) return { passwords: { ...kept, backup: kept.backup }, isNew: false };
  const fresh = Object.fromEntries(names.map((name) => [name, randomBytes(32).toString('base64url')]));
  // A file of an earlier release lacks the role of the backups; the others keep theirs.
  const passwords = { ...(fresh as RolePasswords), ...kept };
  writeFileSync(`${file}.tmp`, `${JSON.stringify(passwords, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.tmp`, file);
  return { passwords, isNew: kept === null };
}

type KeptPasswords = Omit<RolePasswords, 'backup'> & { backup?: string };

function readPasswords(file: string): KeptPasswords | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const value = parse(text, file);
  const isWhole = names.every(
    (name) => (name === 'backup' && !(name in value)) || (typeof value[name] === 'string' && value[name] !== ''),
  );
  if (!isWhole) throw new DatabaseStartError(`${file} is damaged. Move it away: the next start sets new passwords.`);
  return value as KeptPasswords;
}

function parse(text: string, file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Answered below, without quoting the file.
  }
  throw new DatabaseStartError(`${file} is damaged. Move it away: the next start sets new passwords.`);
}
