import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser, newWindow } from '@nexus/e2e';
import { createApiClient, ensurePageBuilt } from '@nexus/vault';
import type { Bench, BenchOptions, Figures } from './bench.ts';
import { percentile } from './peers/measure.ts';
import { readBaseText } from './scale/base-text.ts';
import { findDefaultData } from './sets/default-data.ts';
import type { AnswerRun, AnswerTask } from './vault/answer-server.ts';
import { measureAsking, measureFirstLoad, measureList, measurePdf } from './vault/page-measures.ts';
import { watchPage } from './vault/page-watch.ts';
import { benchAccount, inScratchFolder, startVaultProcess } from './vault/vault-process.ts';

/** `--documents 100000`, `--questions 30`, `--pages 1000`. */
export const bench: Bench = {
  name: 'page',
  summary:
    'the page in Chromium: a list of 100,000 documents, asking over as many passages, page 800 of a PDF, the first load',
  run: (options) => inScratchFolder((dataDir) => measure(dataDir, options)),
};

async function measure(dataDir: string, options: BenchOptions) {
  const numberOf = (name: string, otherwise: number) => Number(options.flags[name] ?? otherwise);
  const data = options.data ?? findDefaultData('qa_squad/es');
  const { questions } = readBaseText(data);
  const passages = numberOf('documents', 100_000);
  const resultFile = join(dataDir, 'bench-result.json');
  options.log(`loading ${passages} documents of one passage each ...`);
  const token = await load({ dataDir, resultFile, data, passages, perDocument: 1, questions: questions.slice(0, 1) });
  await ensurePageBuilt();
  const server = await startVaultProcess(dataDir);
  const browser = await launchBrowser();
  try {
    const client = createApiClient(server.url, { token });
    const { items } = await client.get<{ items: { id: string }[] }>('/spaces');
    const spaceId = items[0]!.id;
    const first = await measureFirstLoad(await newWindow(browser, server));
    const context = await newWindow(browser, server);
    const { email, password } = benchAccount;
    await context.request.post('/api/v1/session', { data: { email, password } });
    const page = await context.newPage();
    await watchPage(page);
    options.log('the list ...');
    const list = await measureList(page, spaceId);
    options.log('asking ...');
    const count = numberOf('questions', 30);
    const every = Math.max(1, Math.floor(questions.length / count));
    const asked = questions.filter((_, i) => i % every === 0).slice(0, count);
    const waits = (await measureAsking(page, spaceId, asked)).slice(Math.floor(count / 5));
    const asking: Figures = {
      ask_to_quote_p50_ms: percentile(waits, 0.5),
      ask_to_quote_p90_ms: percentile(waits, 0.9),
    };
    options.log('the long PDF ...');
    const pdf = await measurePdf(page, client, numberOf('pages', 1_000));
    return { bench: 'page', data: data ?? 'generated', ours: { ...first, ...list, ...asking, ...pdf }, peers: {} };
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function load(task: AnswerTask): Promise<string> {
  const program = join(import.meta.dirname, 'vault/answer-server.ts');
  const child = spawn(process.execPath, [program, JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the vault process ended with ${code}`);
  return (JSON.parse(readFileSync(task.resultFile, 'utf8')) as AnswerRun).token;
}
