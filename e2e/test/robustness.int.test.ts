import { createHash, randomBytes } from 'node:crypto';
import type { ApiClient } from '@nexus/vault';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findBrowser, launchBrowser, noBrowser } from '../src/browser.ts';
import { administrator, type DemoVault, startDemoVault } from '../src/demo-vault.ts';
import { newWindow, signedInPage } from '../src/signed-in-page.ts';

const hasBrowser = findBrowser() !== null;
if (!hasBrowser) console.warn(`journeys through troubles are skipped: ${noBrowser}`);

const patient = { timeout: 90_000, interval: 250 };
const question = '¿Cuál es el plazo de ejecución de la obra?';

describe.skipIf(!hasBrowser)('in trouble nothing typed is lost:', () => {
  let vault: DemoVault;
  let browser: Browser;
  let client: ApiClient;
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    [vault, browser] = await Promise.all([startDemoVault(), launchBrowser()]);
    client = await vault.setUp();
  });
  afterAll(async () => {
    await browser?.close();
    await vault?.close();
  });
  beforeEach(async () => {
    context = await newWindow(browser, vault);
    page = await signedInPage(context);
  });
  afterEach(() => context.close());

  const box = (at = page) => at.getByRole('textbox', { name: 'Su pregunta' });
  const quote = (at = page) => at.locator('article:not([aria-busy]) .nx-quote').first();
  const askPlace = () => `/spaces/${vault.spaceId}/ask`;
  const newSpace = async (name: string) => (await client.post<{ id: string }>('/spaces', { name })).id;

  test('a question that meets a server that is away is answered once, when it is back', async () => {
    await page.goto(askPlace());
    await box().fill(question);
    await vault.stop();
    await box().press('Enter');
    await page.getByText('Esperando al servidor', { exact: true }).waitFor();
    await page.getByText('El servidor no responde.', { exact: true }).waitFor();
    await vault.startAgain();
    await quote().waitFor();
    await expect.poll(() => page.getByText('El servidor no responde.', { exact: true }).count(), patient).toBe(0);
    await expect.poll(() => box().inputValue(), patient).toBe('');
    const id = new URL(page.url()).searchParams.get('c');
    const { questions } = await (await page.request.get(`/api/v1/conversations/${id}`)).json();
    expect(questions.map(({ text }: { text: string }) => text)).toEqual([question]);
  });

  test('a draft outlives a reload, a way to another place and a lost connection', async () => {
    await page.goto(askPlace());
    await box().fill('¿Quién vigila');
    await page.reload();
    expect(await box().inputValue()).toBe('¿Quién vigila');
    await page.getByRole('link', { name: 'Espacios', exact: true }).click();
    await page.getByRole('heading', { name: 'Espacios' }).waitFor();
    await page.goBack();
    expect(await box().inputValue()).toBe('¿Quién vigila');
    await context.setOffline(true);
    await box().fill('¿Quién vigila la obra?');
    await box().press('Enter');
    await page.getByText('Esperando al servidor', { exact: true }).waitFor();
    // Called back while it waits: the words are in the box again.
    await page.getByRole('button', { name: 'Cancelar' }).click();
    expect(await box().inputValue()).toBe('¿Quién vigila la obra?');
    await box().press('Enter');
    await context.setOffline(false);
    await page.locator('article:not([aria-busy])').first().waitFor();
  });

  test('a session that ends is entered again over the page, and the question goes on', async () => {
    await page.goto(askPlace());
    await box().fill(question);
    await page.request.delete('/api/v1/session', { headers: { origin: vault.url } });
    await box().press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Su sesión ha terminado' });
    await dialog.getByLabel(administrator.email).fill('no es esta contraseña');
    await dialog.getByRole('button', { name: 'Entrar', exact: true }).click();
    await dialog.getByText(/no coinciden/).waitFor();
    await dialog.getByLabel(administrator.email).fill(administrator.password);
    await dialog.getByRole('button', { name: 'Entrar', exact: true }).click();
    await quote().waitFor();
    expect(await dialog.count()).toBe(0);
  });

  test('also when the page learns of the end by itself: it still knows who was there', async () => {
    await page.goto(askPlace());
    await box().fill('media pregunta');
    await page.request.delete('/api/v1/session', { headers: { origin: vault.url } });
    // Brings everything up to date, as after an hour in the background.
    await vault.stop();
    await page.getByText('El servidor no responde.', { exact: true }).waitFor();
    await vault.startAgain();
    const dialog = page.getByRole('dialog', { name: 'Su sesión ha terminado' });
    await dialog.getByLabel(administrator.email).fill(administrator.password);
    await dialog.getByRole('button', { name: 'Entrar', exact: true }).click();
    await expect.poll(() => dialog.count(), patient).toBe(0);
    expect(await box().inputValue()).toBe('media pregunta');
    await box().press('Enter');
    await page.locator('article:not([aria-busy])').first().waitFor();
  });

  test('two tabs write apart, see each other’s changes, and a stale edit is told, not lost', async () => {
    const spaceId = await newSpace('Dos ventanas');
    const other = await context.newPage();
    await page.goto(`/spaces/${spaceId}/settings`);
    await other.goto(`/spaces/${spaceId}/settings`);
    const nameOf = (at: Page) => at.getByRole('textbox', { name: 'Nombre', exact: true });
    await nameOf(page).waitFor();
    // The first tab hears of nothing until it has tried.
    const hears = Promise.withResolvers<void>();
    await page.route('**/api/v1/spaces', async (route) => {
      await hears.promise;
      await route.continue();
    });
    await nameOf(page).fill('Nombre de la primera');
    await nameOf(other).fill('Nombre de la segunda');
    await other.getByRole('button', { name: 'Cambiar nombre' }).click();
    await other.getByRole('link', { name: 'Nombre de la segunda' }).waitFor();
    const refused = page.waitForResponse((response) => response.request().method() === 'PATCH');
    await page.getByRole('button', { name: 'Cambiar nombre' }).click();
    expect((await refused).status()).toBe(412);
    hears.resolve();
    await page.getByText(/Otra persona lo cambió mientras tanto: ahora se llama «Nombre de la segunda»/).waitFor();
    expect(await nameOf(page).inputValue()).toBe('Nombre de la primera');
    await page.getByRole('link', { name: 'Nombre de la segunda' }).waitFor();
    await page.getByRole('button', { name: 'Cambiar nombre' }).click();
    await page.getByRole('link', { name: 'Nombre de la primera' }).waitFor();

    await page.goto(askPlace());
    await other.goto(askPlace());
    await box(page).fill('en esta');
    await box(other).fill('en la otra');
    await Promise.all([page.reload(), other.reload()]);
    expect([await box(page).inputValue(), await box(other).inputValue()]).toEqual(['en esta', 'en la otra']);

    await page.goto(`/spaces/${spaceId}/documents`);
    await page.getByText('Aquí van los documentos del espacio').waitFor();
    await client.upload(spaceId, 'nota.txt', new Blob(['El depósito de agua se limpia cada marzo.']));
    await page.getByText('nota.txt').waitFor();
    const { items } = await client.get<{ items: { id: string }[] }>(`/spaces/${spaceId}/documents`);
    await other.goto(`/documents/${items[0]!.id}`);
    await other.getByText('El depósito de agua').first().waitFor();
    await client.remove(`/documents/${items[0]!.id}`);
    await other.reload();
    await other.getByText('Aquí no hay nada, o no tiene permiso para verlo.').waitFor();
    await page.getByText('Aquí van los documentos del espacio').waitFor();
  });

  test('files arrive that were being chosen while the list changed under the dialog', async () => {
    const spaceId = await newSpace('Lista que cambia');
    await page.goto(`/spaces/${spaceId}/documents`);
    await page.getByText('Aquí van los documentos del espacio').waitFor();
    await page.getByRole('button', { name: 'Añadir' }).click();
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('menuitem', { name: 'Archivos' }).click();
    const chooser = await choosing;
    await client.upload(spaceId, 'de-otra-persona.txt', new Blob(['Texto de otra persona.']));
    await page.getByText('de-otra-persona.txt').waitFor();
    const buffer = Buffer.from('Texto elegido mientras tanto.');
    await chooser.setFiles({ name: 'elegido.txt', mimeType: 'text/plain', buffer });
    await page.getByRole('grid').getByText('elegido.txt').waitFor();
  });

  test('a slow upload goes on over other places of the page and a cut line, and arrives once and whole', async () => {
    const spaceId = await newSpace('Línea lenta');
    await page.goto(`/spaces/${spaceId}/documents`);
    // The second of three pieces is as slow as can be.
    const isCut = Promise.withResolvers<void>();
    await page.route('**/api/v1/uploads/*offset=8388608', async (route) => {
      await isCut.promise;
      await route.abort('connectionreset');
    });
    await page.getByText('Aquí van los documentos del espacio').waitFor();
    const bytes = randomBytes(20 * 1024 ** 2);
    const file = { name: 'plano.bin', mimeType: 'application/octet-stream', buffer: bytes };
    await page.getByTestId('add-files').setInputFiles(file);
    const tray = page.getByRole('region', { name: 'Archivos en camino' });
    await tray.getByText(/^Enviando [48]0 %$/).waitFor();
    await page.getByRole('link', { name: 'Preguntar', exact: true }).click();
    await box().fill('mientras tanto');
    isCut.resolve();
    await tray.getByText('Esperando al servidor').waitFor();
    await page.unroute('**/api/v1/uploads/*offset=8388608');
    await tray
      .getByText(/No se pudo leer/)
      .first()
      .waitFor();
    expect(await box().inputValue()).toBe('mientras tanto');
    const { items } = await client.get<{ items: { id: string }[] }>(`/spaces/${spaceId}/documents`);
    expect(items).toHaveLength(1);
    const original = await page.request.get(`/api/v1/documents/${items[0]!.id}/content`);
    const hash = (of: Uint8Array) => createHash('sha256').update(of).digest('hex');
    expect(hash(await original.body())).toBe(hash(bytes));
  });
});
