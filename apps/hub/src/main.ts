import { KeyFileError } from '@nexus/crypto';
import { DatabaseStartError } from '@nexus/db';
import { AppError } from '@nexus/kernel';
import { ConfigError, folderLogger, PageBuildError, stopOnSignals } from '@nexus/server';
import { style } from '@nexus/terminal';
import { readConfig } from './config.ts';
import { hubPage } from './page/hub-page.ts';
import { startHub } from './start.ts';

async function main(): Promise<void> {
  const config = readConfig(process.env, process.cwd());
  const startedAt = performance.now();
  console.log(style('bold', 'Nexus · red / hub') + style('dim', ' · arranca / starting'));
  const starting = startHub(config, folderLogger(config.dataDir, 'hub'));
  stopOnSignals(starting);
  const [running] = await Promise.all([starting, hubPage.ensureBuilt()]);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  const lines = [`✓ En marcha en ${seconds} s / up`, '', `  ${style('bold', running.url)}`];
  if (running.setupToken)
    lines.push(
      '',
      '  Enlace de configuración, de un solo uso (24 h) / one-time set-up link:',
      `  ${style('underline', `${running.url}/setup#${running.setupToken}`)}`,
    );
  console.log([...lines, '', style('dim', '  Ctrl C para parar / to stop'), ''].join('\n'));
}

try {
  await main();
} catch (error) {
  // What an administrator can mend is said plainly; the rest is a fault of ours and comes with its trace.
  const plain = [AppError, ConfigError, DatabaseStartError, KeyFileError, PageBuildError];
  const isPlain = error instanceof Error && plain.some((kind) => error instanceof kind);
  console.error(isPlain ? `✗ ${error.message}` : error);
  process.exit(1);
}
