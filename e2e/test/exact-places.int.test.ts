import { pdfChunks } from '@nexus/parsing/testing';
import type { ApiClient } from '@nexus/vault';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser, launchBrowser, noBrowser } from '../src/browser.ts';
import { type DemoVault, startDemoVault } from '../src/demo-vault.ts';
import { newWindow, signedInPage } from '../src/signed-in-page.ts';

const hasBrowser = findBrowser() !== null;
if (!hasBrowser) console.warn(`journeys to exact places are skipped: ${noBrowser}`);

type Hit = {
  documentId: string;
  fileName: string;
  place: { part: number; block: number; start: number; end: number } | null;
};

/** What is drawn has its marks laid over it; what is text has them in it. */
const drawn = '[data-strong]';
const written = '#main mark, [data-cited]';

const cases = [
  { words: 'firma del acta de comprobación del replanteo', file: 'contrato-2024-17.docx', mark: written },
  { words: 'firma del acta de comprobación del replanteo', file: 'contrato-2024-17-firmado.pdf', mark: drawn },
  { words: 'caja fuerte de Tesorería', file: 'notas-secretaria.md', mark: written },
  { words: 'salón de plenos', file: 'acta-mesa-contratacion.txt', mark: written },
  { words: 'suministro de agua', file: 'anuncio-corte-agua.html', mark: written },
  { words: 'Montesclaros Seguros', file: 'registro-polizas.json', mark: written },
  { words: 'septiembre 2024 302.774,10', file: 'certificaciones-pagos.csv', mark: written },
  { words: 'ampliación plazo lluvias', file: 'solicitud-prorroga.eml', mark: written },
  { words: 'paralización obra', file: 'orden-paralizacion-3.jpg', mark: drawn },
  { words: 'penalidades demora', file: 'anexo-ii-penalidades.odt', mark: written },
  { words: 'avance marzo 2025', file: 'avance-marzo-2025.pptx', mark: written },
  { words: 'presupuesto hormigón', file: 'presupuesto.xlsx', mark: written },
  { words: 'pipe deliveries consignment', file: 'pipe-deliveries.ods', mark: written },
];

describe.skipIf(!hasBrowser)('an address of an exact place', () => {
  let vault: DemoVault;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let client: ApiClient;
  const faults: string[] = [];
  beforeAll(async () => {
    [vault, browser] = await Promise.all([startDemoVault(), launchBrowser()]);
    client = await vault.setUp();
    context = await newWindow(browser, vault);
    page = await signedInPage(context);
    page.on('pageerror', (error) => faults.push(error.message));
    // What a part of the page catches and shows in its own place is told to the console only.
    page.on('console', (message) => {
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(message.text());
    });
  });
  afterAll(async () => {
    await context?.close();
    await browser?.close();
    await vault?.close();
  });

  test.each(cases)('lands on the marked place in $file', async ({ words, file, mark }) => {
    const { hits } = await client.post<{ hits: Hit[] }>('/search', { text: words, limit: 50 });
    const hit = hits.find(({ fileName, place }) => fileName === file && place !== null);
    expect(hit, hits.map(({ fileName }) => fileName).join(', ')).toBeDefined();
    const { part, block, start, end } = hit!.place!;
    await page.goto(`/documents/${hit!.documentId}?part=${part}&block=${block}&start=${start}&end=${end}`);
    const marked = page.locator(mark).first();
    await marked.waitFor({ timeout: 90_000 });
    await expect.poll(() => isOnScreen(page, mark), { timeout: 90_000 }).toBe(true);
    expect(faults).toEqual([]);
  });

  test('lands on a page far down a long PDF, and stays there when the window changes its size', async () => {
    const pages = Array.from({ length: 400 }, (_, index) => ({
      texts: [{ x: 56, y: 780, text: `Folio numerado ${index + 1} de 400.` }],
    }));
    const { documentId } = await client.upload(vault.spaceId, 'largo.pdf', new Blob([...pdfChunks(pages)]));
    await expect
      .poll(async () => (await client.get<{ state: string }>(`/documents/${documentId}`)).state, { timeout: 90_000 })
      .toBe('ready');
    const there = '[data-part="320"][aria-label]';
    for (const width of [1440, 900]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`/documents/${documentId}?part=320`);
      await page.locator(there).filter({ hasText: 'Folio numerado 320 de 400' }).waitFor({ timeout: 90_000 });
    }
    for (const width of [1440, 1200, 700, 1440]) await page.setViewportSize({ width, height: 900 });
    await page.locator(there).filter({ hasText: 'Folio numerado 320 de 400' }).waitFor({ timeout: 90_000 });
    expect(faults).toEqual([]);
  });
});

/** Whether some mark lies in the window, not hidden below the fold of what scrolls. */
function isOnScreen(page: Page, selector: string): Promise<boolean> {
  return page.locator(selector).evaluateAll((marks) =>
    marks.some((mark) => {
      const { top, bottom, width } = mark.getBoundingClientRect();
      return width > 0 && top >= 0 && bottom <= (globalThis as unknown as { innerHeight: number }).innerHeight;
    }),
  );
}
