import { setTimeout as wait } from 'node:timers/promises';
import type { BrowserContext, Page } from '@nexus/e2e';
import type { ApiClient } from '@nexus/vault';
import type { Figures } from '../bench.ts';
import { percentile } from '../peers/measure.ts';
import { msUntilChanged, msUntilPainted, msUntilThere } from './page-watch.ts';
import { writePdf } from './write-pdf.ts';

/** What somebody downloads who opens the page for the first time: scripts as they come over the line. */
export async function measureFirstLoad(context: BrowserContext): Promise<Figures> {
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByRole('textbox').first().waitFor();
  const bytes = await page.evaluate<number>(
    `performance.getEntriesByType('resource').filter(({ name }) => new URL(name).pathname.endsWith('.js')).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`,
  );
  await context.close();
  return { first_load_js_kib: bytes / 1_024 };
}

/** Sorting, filtering, going by keys and choosing all in the list of a space that has very many documents. */
export async function measureList(page: Page, spaceId: string): Promise<Figures> {
  await page.goto(`/spaces/${spaceId}/documents`);
  await page.locator('tbody tr').first().waitFor();
  const firstRowsMs = await page.evaluate<number>('performance.now()');
  const grid = page.getByRole('grid');
  // Loaded whole: the count no longer grows.
  for (let before = '', now = ' '; before !== now; await wait(1_500)) {
    before = now;
    now = (await grid.getAttribute('aria-rowcount')) ?? '';
  }
  // The page sorts ahead while nobody does anything.
  await wait(3_000);
  const rows = { watched: 'tbody tr', attribute: '.' };
  const count = { watched: '[role=grid]', attribute: 'aria-rowcount' };
  const active = { watched: '[role=grid]', attribute: 'aria-activedescendant' };
  const sorts: number[] = [];
  for (const column of ['name', 'size', 'name', 'date', 'quality', 'name', 'state', 'name']) {
    const button = page.locator(`th[data-column="${column}"] button`);
    sorts.push(await msUntilChanged(page, rows, () => button.click()));
  }
  await page.getByRole('textbox', { name: 'Nombre o carpeta' }).focus();
  const filters: number[] = [];
  for (const key of ['1', '7', 'Backspace', 'Backspace', '2', 'Backspace'])
    filters.push(await msUntilChanged(page, count, () => page.keyboard.press(key)));
  await grid.focus();
  const keys: number[] = [];
  for (const key of ['ArrowDown', 'PageDown', 'PageDown', 'End', 'Home', 'ArrowDown'])
    keys.push(await msUntilChanged(page, active, () => page.keyboard.press(key)));
  const chosen = { watched: 'tbody tr', attribute: 'aria-selected' };
  const all = await msUntilChanged(page, chosen, () => page.keyboard.press('Control+a'));
  return {
    list_rows: Number(await grid.getAttribute('aria-rowcount')) - 1,
    list_first_rows_ms: firstRowsMs,
    list_sort_p50_ms: percentile(sorts, 0.5),
    list_sort_max_ms: Math.max(...sorts),
    list_filter_p50_ms: percentile(filters, 0.5),
    list_filter_max_ms: Math.max(...filters),
    list_key_p50_ms: percentile(keys, 0.5),
    list_key_max_ms: Math.max(...keys),
    list_choose_all_ms: all,
  };
}

/** From Enter to the first quotation, each question in a page opened anew. */
export async function measureAsking(page: Page, spaceId: string, questions: readonly string[]): Promise<number[]> {
  const waits: number[] = [];
  for (const question of questions) {
    await page.goto(`/spaces/${spaceId}/ask`);
    const box = page.getByRole('textbox', { name: 'Su pregunta' });
    await box.fill(question);
    waits.push(await msUntilThere(page, 'article:not([aria-busy]) .nx-quote', () => box.press('Enter')));
  }
  return waits;
}

/** A PDF that has been read, opened by the address of a late page: until that page is painted. */
export async function measurePdf(page: Page, client: ApiClient, pages: number): Promise<Figures> {
  const { id: spaceId } = await client.post<{ id: string }>('/spaces', { name: 'Un PDF largo' });
  const paragraph = (at: number, line: number) =>
    `Página ${at + 1}, párrafo ${line + 1}: texto que se lee, se busca y se dibuja. `.repeat(3);
  const text = Array.from({ length: pages }, (_, at) => Array.from({ length: 12 }, (__, line) => paragraph(at, line)));
  const file = new Blob([Buffer.from(writePdf('Expediente', text))]);
  const { documentId } = await client.upload(spaceId, 'largo.pdf', file);
  while ((await client.get<{ state: string }>(`/documents/${documentId}`)).state !== 'ready') await wait(500);
  const late = Math.round(pages * 0.8);
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    await page.goto('about:blank');
    await page.goto(`/documents/${documentId}?part=${late}`, { waitUntil: 'commit' });
    times.push(await msUntilPainted(page, `[data-part="${late}"] canvas`));
  }
  return { pdf_pages: pages, pdf_late_page_p50_ms: percentile(times, 0.5), pdf_late_page_max_ms: Math.max(...times) };
}
