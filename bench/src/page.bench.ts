import { join } from 'node:path';
import { launchBrowser, newWindow, type Page, signedInPage } from '@nexus/e2e';
import { type ApiClient, createApiClient, ensurePageBuilt } from '@nexus/vault';
import { type Bench, type BenchOptions, type Figures, numberOf } from './bench.ts';
import { workTheList } from './page/interactions.ts';
import { percentile } from './peers/measure.ts';
import { chooseQuestions } from './scale/choose-questions.ts';
import { findDefaultData } from './sets/default-data.ts';
import { makePages } from './vault/made-files.ts';
import { runAnswerServer } from './vault/run-answer-server.ts';
import { uploadAndAwait } from './vault/upload-files.ts';
import { benchAccount, inScratchFolder, startVaultProcess } from './vault/vault-process.ts';
import { writePdf } from './vault/write-pdf.ts';

const pdfPages = 1_000;
const pdfPage = 800;
const noQuoteAfterMs = 6_000;
const inPage = join(import.meta.dirname, 'page/in-page.js');

/** `--documents 100000`, `--questions 40`. */
export const bench: Bench = {
  name: 'page',
  summary:
    'in Chromium: work on a list of 100,000 documents, ask to first quote, page 800 of a PDF of 1,000, weight of the first load',
  run: (options) => inScratchFolder((dataDir) => measure(dataDir, options)),
};

async function measure(dataDir: string, options: BenchOptions) {
  const data = options.data ?? findDefaultData('qa_squad/es');
  const documents = numberOf(options, 'documents', 100_000);
  const questions = chooseQuestions(data, numberOf(options, 'questions', 40));
  await ensurePageBuilt();
  options.log(`loading ${documents} documents ...`);
  const { token } = await runAnswerServer({
    dataDir,
    data,
    passages: documents,
    questions: [],
    passagesPerDocument: 1,
  });
  const server = await startVaultProcess(dataDir);
  const browser = await launchBrowser();
  try {
    const client = createApiClient(server.url, { token });
    const spaceId = (await client.get<{ items: { id: string }[] }>('/spaces')).items[0]!.id;
    options.log(`reading a PDF of ${pdfPages} pages ...`);
    const pdf = await addPdf(client, data);
    const url = server.url.replace('127.0.0.1', 'localhost');
    const ours: Figures = {};
    for (const step of [
      (page: Page) => measureList(page, spaceId),
      (page: Page) => measureAsk(page, spaceId, questions),
      (page: Page) => measurePdf(page, pdf),
      measureWeight,
    ]) {
      // Nothing in its cache.
      const context = await newWindow(browser, { url });
      await context.addInitScript({ path: inPage });
      Object.assign(ours, await step(await signedInPage(context, benchAccount)));
      await context.close();
      options.log(JSON.stringify(ours));
    }
    return { bench: 'page', data: data ?? 'generated', ours, peers: {} };
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function addPdf(client: ApiClient, data: string | null): Promise<string> {
  const { id } = await client.post<{ id: string }>('/spaces', { name: 'Un PDF largo' });
  const pages = makePages(data, 1);
  const numbered = Array.from({ length: pdfPages }, (_, i) => [`${markOf(i + 1)}.`, ...pages.next().value]);
  await uploadAndAwait(client, id, [{ name: 'largo.pdf', bytes: writePdf('Un PDF largo', numbered) }], {});
  return (await client.get<{ items: { id: string }[] }>(`/spaces/${id}/documents`)).items[0]!.id;
}

const markOf = (page: number) => `Folio numerado ${page} de ${pdfPages}`;

async function measureList(page: Page, spaceId: string): Promise<Figures> {
  const startedAt = performance.now();
  await page.goto(`/spaces/${spaceId}/documents`);
  await page.locator('[role=grid] tbody tr').first().waitFor();
  const firstRowsMs = performance.now() - startedAt;
  await page.waitForFunction('nexusBench.rowsDrawn() > 5');
  // All of it is there when nothing more comes.
  for (let before = -1; ; ) {
    const now = Number(await page.getByRole('grid').getAttribute('aria-rowcount'));
    if (now === before) break;
    before = now;
    await page.waitForTimeout(3_000);
  }
  const rows = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1;
  const all = await workTheList(page);
  const figures: Figures = { list_rows: rows, list_first_rows_ms: firstRowsMs };
  for (const [kind, times] of all) {
    figures[`list_${kind}_p50_ms`] = percentile(times, 0.5);
    figures[`list_${kind}_max_ms`] = Math.max(...times);
  }
  return figures;
}

async function measureAsk(page: Page, spaceId: string, questions: readonly string[]): Promise<Figures> {
  const times: number[] = [];
  for (const question of questions) {
    await page.goto(`/spaces/${spaceId}/ask`);
    const box = page.locator('textarea').first();
    await box.fill(question);
    // Nobody types so fast that the page is still being set up.
    await page.waitForTimeout(1_000);
    await page.evaluate('nexusBench.watchAnswer()');
    await box.press('Enter');
    // A question that is not answered shows none.
    await page.waitForFunction('nexusBench.firstQuoteMs() > 0', null, { timeout: noQuoteAfterMs }).catch(() => {});
    const shownMs = await page.evaluate<number>('nexusBench.firstQuoteMs()');
    if (shownMs > 0) times.push(shownMs);
  }
  const warm = times.slice(Math.floor(times.length / 5));
  return {
    asked: questions.length,
    ask_quoted: times.length,
    ask_first_quote_p50_ms: percentile(warm, 0.5),
    ask_first_quote_p99_ms: percentile(warm, 0.99),
  };
}

/** From the address in a new window, nothing in its cache, to the page drawn and its text there to select. */
async function measurePdf(page: Page, documentId: string): Promise<Figures> {
  const measureOnce = async () => {
    const startedAt = performance.now();
    await page.goto(`/documents/${documentId}?part=${pdfPage}`);
    const frame = page.locator(`[data-part="${pdfPage}"][aria-label]`).filter({ hasText: markOf(pdfPage) });
    await frame.waitFor();
    await page.waitForFunction(`nexusBench.isPdfPageDrawn(${pdfPage})`);
    return performance.now() - startedAt;
  };
  const cold = await measureOnce();
  await page.goto('/');
  const again: number[] = [];
  for (let n = 0; n < 4; n += 1) again.push(await measureOnce());
  return { pdf_page_800_first_ms: cold, pdf_page_800_p50_ms: percentile(again, 0.5) };
}

/** What the first address loads before anybody clicks: JavaScript as it travels. */
async function measureWeight(page: Page): Promise<Figures> {
  await page.goto('/', { waitUntil: 'networkidle' });
  const bytes = await page.evaluate<number>('nexusBench.scriptBytes()');
  return { first_load_js_kb: bytes / 1_000 };
}
