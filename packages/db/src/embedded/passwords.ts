import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseStartError } from '../startup-errors.ts';

const names = ['superuser', 'owner', 'app', 'worker', 'auditor'] as const;

/** Passwords of the roles of an embedded server: 256 random bits each. */
export type RolePasswords = Record<(typeof names)[number], string>;

/** Reads the passwords, or makes them: `isNew` says which. The file is readable to this account only. */
export function ensurePasswords(dataDir: string): { passwords: RolePasswords; isNew: boolean } {
  const file = join(dataDir, 'database-passwords.json');
  const kept = readPasswords(file);
  if (kept !== null) return { passwords: kept, isNew: false };
  const passwords = Object.fromEntries(
    names.map((name) => [name, randomBytes(32).toString('base64url')]),
  ) as RolePasswords;
  writeFileSync(`${file}.tmp`, `${JSON.stringify(passwords, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.tmp`, file);
  return { passwords, isNew: true };
}

function readPasswords(file: string): RolePasswords | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const value = parse(text, file);
  const isWhole = names.every((name) => typeof value[name] === 'string' && value[name] !== '');
  if (!isWhole) throw new DatabaseStartError(`${file} is damaged. Move it away: the next start sets new passwords.`);
  return value as RolePasswords;
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
