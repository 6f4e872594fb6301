// Above all others: what they connect to is behind the fence.
import './outbound/process-fence.ts';
import { KeyFileError, UnsealError } from '@nexus/crypto';
import { DatabaseStartError } from '@nexus/db';
import { AppError } from '@nexus/kernel';
import { demoQuestion, samplesFolder } from '@nexus/samples';
import { ConfigError, folderLogger, PageBuildError, stopOnSignals } from '@nexus/server';
import { createProgressLine, style } from '@nexus/terminal';
import { formatAnswer } from './cli/print-answer.ts';
import { readConfig, type VaultConfig } from './config.ts';
import { askSample, ensureSampleSpace, loadSamples } from './demo.ts';
import { processDestinations } from './outbound/process-destinations.ts';
import { processFence } from './outbound/process-fence.ts';
import { ensurePageBuilt } from './page/vault-page.ts';
import { startServer } from './server.ts';
import type { RunningVault } from './start.ts';

async function main(): Promise<void> {
  const config = readConfig(process.env, process.cwd());
  const startedAt = performance.now();
  for (const destination of config.destinations) processDestinations.allow(destination);
  const outbound = { destinations: processDestinations, onRefused: processFence.onRefused };
  console.log(
    style('bold', 'Nexus') + style('dim', ' · arranca el servidor y su base de datos / starting server and database'),
  );
  const page = ensurePageBuilt();
  let since = startedAt;
  const starting = startServer(config, folderLogger(config.dataDir, 'vault'), outbound, {
    async onUnsealed(running) {
      await page;
      if (process.argv.includes('--demo')) await showDemo(running);
      printAddress(running, config, performance.now() - since);
    },
    onSealed(url) {
      printSealed(url);
      since = performance.now();
    },
  });
  stopOnSignals(starting);
  await Promise.all([starting, page]);
}

function printSealed(url: string): void {
  const lines = [
    '🔒 El servidor está precintado: las claves no están aquí. / The server is sealed: the keys are not here.',
    '',
    `  ${style('bold', url)}`,
    '',
    '  ./nexus unseal    o en esa página / or on that page',
    '',
    style('dim', '  Ctrl C para parar / to stop'),
    '',
  ];
  console.log(lines.join('\n'));
}

async function showDemo({ vault }: RunningVault): Promise<void> {
  if (vault.mode === 'production') {
    console.log(style('dim', 'Producción: no se cargan documentos de ejemplo / production: no sample documents'));
    return;
  }
  const demo = await ensureSampleSpace(vault);
  const progress = createProgressLine(process.stdout);
  const { done, failed } = await loadSamples(vault, demo, samplesFolder, ({ done: settled, total }) =>
    progress.show(
      `Lee los documentos de ejemplo / reading the samples ${settled}/${total}`,
      total === 0 ? null : settled / total,
    ),
  );
  progress.clear();
  const problem = failed > 0 ? `, ${failed} sin leer / not read` : '';
  console.log(`✓ ${done} documentos de ejemplo leídos / sample documents read${problem}`);
  const answer = await askSample(vault, demo, demoQuestion);
  const quotes = answer.citations.flatMap(({ source, sentence, role }) =>
    source ? [{ sentence, role, path: [source.folderPath, source.fileName].filter(Boolean).join('/'), ...source }] : [],
  );
  const footer = `${answer.passagesSearched} pasajes consultados en ${Math.round(answer.durationMs)} ms, sin red y sin modelo de lenguaje`;
  console.log(formatAnswer({ question: answer.text, ...answer, quotes, footer }));
}

function printAddress(running: RunningVault, config: VaultConfig, ms: number): void {
  const { url, setupToken } = running;
  const lines = [`✓ En marcha en ${(ms / 1_000).toFixed(1)} s / up`, '', `  ${style('bold', url)}`];
  if (setupToken) {
    lines.push(
      '',
      '  Enlace de configuración, de un solo uso (24 h) / one-time set-up link:',
      `  ${style('underline', `${url}/setup#${setupToken}`)}`,
    );
  }
  const { mode, keys } = running.vault;
  if (mode !== config.mode) {
    lines.push(
      '',
      style(
        'yellow',
        `  La instalación sigue en modo ${mode}: hay personas con varias funciones. / still ${mode}: duties are combined.`,
      ),
    );
  }
  if (keys.isEvaluationKeyInUse()) {
    const isProduction = mode === 'production';
    lines.push(
      '',
      style(
        'yellow',
        '  La clave está junto a los datos (evaluation.key). No use el servidor con documentos reservados.',
      ),
      style('yellow', '  The key lies beside the data (evaluation.key). Not for classified documents.'),
      style(
        'yellow',
        isProduction ? '  ./nexus seal --setup' : '  Ajustes > Claves, o / Settings > Keys, or ./nexus seal --setup',
      ),
    );
  }
  console.log([...lines, '', style('dim', '  Ctrl C para parar / to stop'), ''].join('\n'));
}

try {
  await main();
} catch (error) {
  // What an administrator can mend is said plainly; the rest is a fault of ours and comes with its trace.
  const plain = [AppError, ConfigError, DatabaseStartError, KeyFileError, UnsealError, PageBuildError];
  const isPlain = error instanceof Error && plain.some((kind) => error instanceof kind);
  console.error(isPlain ? `✗ ${error.message}` : error);
  process.exit(1);
}
