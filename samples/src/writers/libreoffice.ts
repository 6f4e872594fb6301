import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Converts by LibreOffice, which must be installed (Debian: libreoffice-nogui).
 * @param target ending of the wanted format, such as `pdf` or `ods`.
 */
export function convert(content: Uint8Array, source: 'docx' | 'xlsx', target: string, date: string): Uint8Array {
  const folder = mkdtempSync(path.join(tmpdir(), 'nexus-samples-'));
  try {
    writeFileSync(path.join(folder, `in.${source}`), content);
    const profile = `-env:UserInstallation=file://${path.join(tmpdir(), 'nexus-samples-profile')}`;
    // Takes the time of the file from here, so that two runs differ as little as possible.
    const env = { ...process.env, SOURCE_DATE_EPOCH: String(Date.parse(`${date}T09:00:00Z`) / 1000) };
    execFileSync(
      'soffice',
      [profile, '--headless', '--convert-to', target, '--outdir', folder, path.join(folder, `in.${source}`)],
      { env, stdio: 'ignore' },
    );
    return readFileSync(path.join(folder, `in.${target}`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
