import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@nexus/kernel';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from './config.ts';
import { startServer } from './server.ts';

test('half a restore is named as what it is, not as keys that are missing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-half-restored-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'restore.json'), '{}');
  writeFileSync(join(folder, 'program-version.json'), '{}');
  await expect(startServer(readConfig({ NEXUS_DATA: folder }, '/'), silentLogger)).rejects.toThrow(/not finished/);
});
