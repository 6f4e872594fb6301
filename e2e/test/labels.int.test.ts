import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiClient } from '@nexus/vault';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser, launchBrowser, noBrowser } from '../src/browser.ts';
import { type DemoVault, startDemoVault } from '../src/demo-vault.ts';
import { type InvitedPerson, invite } from '../src/invite.ts';
import { newWindow, signedInPage } from '../src/signed-in-page.ts';

const hasBrowser = findBrowser() !== null;
if (!hasBrowser) console.warn(`the journey of a label is skipped: ${noBrowser}`);

const spaceName = 'Expediente 31';
const question = '¿A cuánto asciende la valoración?';

/** What is above a person is nowhere in the page; what is written on content is on every screen that shows it. */
describe.skipIf(!hasBrowser)('a label, from the officer to the reader:', () => {
  let vault: DemoVault;
  let browser: Browser;
  let folder: string;
  let admin: ApiClient;
  let spaceId: string;
  let documentId: string;
  const people: Record<string, InvitedPerson> = {};
  const windows = new Map<string, Page>();
  const windowOf = (person: string): Page => windows.get(person)!;
  const bannerOf = (page: Page) => page.locator('[data-classification="top"]');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nexus-e2e-labels-'));
    await writeFile(join(folder, 'valoración.txt'), 'La valoración del pleito asciende a 90.000 euros.');
    [vault, browser] = await Promise.all([startDemoVault({ withSamples: false }), launchBrowser()]);
    admin = await vault.setUp();
    spaceId = (await admin.post<{ id: string }>('/spaces', { name: spaceName })).id;
    windows.set('officer', await signedInPage(await newWindow(browser, vault)));
    for (const [name, role] of [
      ['Bea Lorca', 'analyst'],
      ['Carlos Gil', 'analyst'],
      ['Dora Sanz', 'owner'],
    ] as const) {
      people[name] = await invite(vault, admin, name);
      await admin.post(`/spaces/${spaceId}/members`, { personId: people[name].id, role });
      windows.set(name, await signedInPage(await newWindow(browser, vault), people[name]));
    }
  });
  afterAll(async () => {
    await browser?.close();
    await vault?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('the officer adds a compartment and gives two people a clearance for it', async () => {
    const page = windowOf('officer');
    await page.goto('/security');
    await page.getByRole('link', { name: 'Etiquetas' }).click();
    await page.getByRole('button', { name: 'Añadir un compartimento' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Nombre en español').fill('Jurídico');
    await dialog.getByLabel('Nombre en inglés').fill('Legal');
    await dialog.getByLabel('Forma corta').fill('JUR');
    await dialog.getByRole('button', { name: 'Guardar' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Jurídico' }).waitFor();

    await page.getByRole('link', { name: 'Habilitaciones' }).click();
    // Under evaluation officers may give themselves what they need to look.
    for (const name of ['Bea Lorca', 'Dora Sanz', 'Marta Rojas']) {
      await page.getByRole('button', { name: new RegExp(name) }).click();
      if (name !== 'Marta Rojas') await dialog.getByRole('radio', { name: 'CONFIDENCIAL' }).check();
      await dialog.getByRole('combobox', { name: 'Compartimentos' }).click();
      await page.getByRole('option', { name: /Jurídico/ }).click();
      await page.keyboard.press('Tab');
      await dialog.getByRole('button', { name: 'Dar esta habilitación' }).click();
      await dialog.getByRole('region', { name: 'Lo que tuvo' }).getByText('JUR').first().waitFor();
      await dialog.getByRole('button', { name: 'Cerrar' }).click();
      await dialog.waitFor({ state: 'detached' });
    }
    await page.getByRole('row').filter({ hasText: 'Bea Lorca' }).getByText('CONFIDENCIAL').waitFor();
    await page.getByRole('row').filter({ hasText: 'Carlos Gil' }).getByText('Nadie; es la de partida').waitFor();
  });

  test('the analyst chooses a label, and what arrives carries it under its banner', async () => {
    const page = windowOf('Bea Lorca');
    await page.goto(`/spaces/${spaceId}/documents`);
    await page.getByRole('button', { name: 'Añadir' }).click();
    await page.getByRole('menuitem', { name: /USO INTERNO/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'CONFIDENCIAL' }).check();
    // Nothing above the person is offered.
    expect(await dialog.getByRole('radio', { name: 'SECRETO' }).count()).toBe(0);
    await dialog.getByRole('combobox', { name: 'Compartimentos' }).click();
    await page.getByRole('option', { name: /Jurídico/ }).click();
    await dialog.getByText('CONFIDENCIAL//JURÍDICO').first().waitFor();
    await page.keyboard.press('Tab');
    await dialog.getByRole('button', { name: 'Usar esta etiqueta' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByTestId('add-files').setInputFiles(join(folder, 'valoración.txt'));
    await page.getByRole('row').filter({ hasText: 'valoración.txt' }).getByText('(C//JUR)').waitFor();
    await page.getByRole('row').getByText('Leído', { exact: true }).waitFor();
    expect(await bannerOf(page).textContent()).toBe('CONFIDENCIAL//JURÍDICO');
    await page.getByRole('link', { name: 'valoración.txt' }).first().click();
    await page.getByRole('heading', { name: 'valoración.txt' }).waitFor();
    documentId = page.url().split('/').at(-1)!;

    await page.goto(`/spaces/${spaceId}/ask?q=${encodeURIComponent(question)}`);
    await page.locator('article:not([aria-busy]) .nx-quote').getByText('(C//JUR)').first().waitFor();
    expect(await bannerOf(page).textContent()).toBe('CONFIDENCIAL//JURÍDICO');
    await page.goto('/search?q=valoración');
    await page.getByRole('group').getByText('(C//JUR)').first().waitFor();
    expect(await bannerOf(page).textContent()).toBe('CONFIDENCIAL//JURÍDICO');
  });

  test('who is not cleared finds nothing of it, anywhere', async () => {
    const page = windowOf('Carlos Gil');
    await page.goto(`/spaces/${spaceId}/documents`);
    await page.getByText('Aquí van los documentos del espacio').waitFor();
    await page.goto('/search?q=valoración');
    await page.waitForLoadState('networkidle');
    expect(await page.getByText('valoración.txt').count()).toBe(0);
    await page.goto(`/spaces/${spaceId}/ask?q=${encodeURIComponent(question)}`);
    await page.locator('article:not([aria-busy]) h3').first().waitFor();
    expect(await page.getByText('90.000').count()).toBe(0);
    await page.goto(`/documents/${documentId}`);
    await page.getByText('Aquí no hay nada, o no tiene permiso para verlo.').waitFor();
    expect(await page.getByText('JUR').count()).toBe(0);
  });

  test('the officer is told why, and what it would take', async () => {
    const page = windowOf('officer');
    await page.goto(`/documents/${documentId}`);
    await page.getByRole('button', { name: 'Más acciones' }).click();
    await page.getByRole('menuitem', { name: 'Quién puede verlo, y por qué' }).click();
    await choosePerson(page, 'Carlos Gil');
    await page.getByText('Carlos Gil no puede verlo.').waitFor();
    await page.getByText('El documento lleva Jurídico, y a su habilitación le falta Jurídico.').first().waitFor();
    await choosePerson(page, 'Bea Lorca');
    await page.getByText('Bea Lorca puede verlo.').waitFor();
    await page.getByLabel('Documento o espacio').fill(`${vault.url}/spaces/${spaceId}/documents`);
    await page.getByText('Bea Lorca entra en el espacio.').waitFor();
  });

  test('who asks for a lower label cannot decide about it', async () => {
    const page = windowOf('Bea Lorca');
    await page.goto(`/documents/${documentId}`);
    await page.getByRole('button', { name: 'Más acciones' }).click();
    await page.getByRole('menuitem', { name: 'Cambiar la etiqueta' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'USO INTERNO' }).check();
    await dialog.getByRole('combobox', { name: 'Compartimentos' }).press('Backspace');
    await dialog.getByText('USO INTERNO').nth(2).waitFor();
    const ask = dialog.getByRole('button', { name: 'Pedir la reclasificación' });
    expect(await ask.isDisabled()).toBe(true);
    await dialog.getByLabel('Motivo').fill('El pleito terminó y la sentencia es pública.');
    await ask.click();
    await page.getByText('Reclasificación pedida.').waitFor();
    await page.goto('/security/requests');
    await page.getByText(/La pidió usted, así que decide otra persona/).waitFor();
    expect(await page.getByRole('button', { name: 'Aprobar' }).count()).toBe(0);
    expect(await bannerOf(page).textContent()).toBe('CONFIDENCIAL//JURÍDICO');
  });

  test('a second person decides, and then everybody in the space may read it', async () => {
    const owner = windowOf('Dora Sanz');
    await owner.goto('/security/requests');
    await owner.getByText('El pleito terminó y la sentencia es pública.').waitFor();
    await owner.getByRole('button', { name: 'Aprobar' }).click();
    const dialog = owner.getByRole('dialog');
    await dialog.getByLabel('Nota (si quiere que conste)').fill('Comprobado en el boletín.');
    await dialog.getByRole('button', { name: 'Aprobar' }).click();
    await owner.getByText('No hay nada por decidir').waitFor();

    const analyst = windowOf('Carlos Gil');
    await analyst.goto(`/spaces/${spaceId}/documents`);
    await analyst.getByRole('row').filter({ hasText: 'valoración.txt' }).getByText('(I)').waitFor();
    expect(await bannerOf(analyst).textContent()).toBe('USO INTERNO');
    const officer = windowOf('officer');
    await officer.goto(`/security/access?person=${people['Carlos Gil']!.id}&about=${documentId}`);
    await officer.getByText('Carlos Gil puede verlo.').waitFor();
  });

  test('paper carries the banner on every sheet, as the vault reads it back', async () => {
    type Label = { id: string; text: string };
    const { labels } = await admin.get<{ labels: Label[] }>('/labels');
    const label = labels.find(({ text }) => text === 'CONFIDENCIAL//JURÍDICO')!;
    const lines = Array.from({ length: 120 }, (_, i) => `Punto ${i + 1}. El perito se ratifica en su informe.`);
    const form = new FormData();
    form.set('path', 'informe.txt');
    form.set('file', new Blob([lines.join('\n\n')]), 'informe.txt');
    const answer = await admin.send('POST', `/spaces/${spaceId}/documents?labelId=${label.id}`, { body: form });
    const { files } = (await answer.json()) as { files: { documentId: string }[] };
    const page = windowOf('officer');
    await page.goto(`/documents/${files[0]!.documentId}`);
    await page.getByText('Punto 120.').waitFor();
    type Parts = { parts: { blocks: { text: string }[] }[] };
    // One by one: of sheets read together, what repeats on each is left out.
    for (const sheet of ['1', '2', '3']) {
      const paper = await page.pdf({ format: 'A4', printBackground: true, pageRanges: sheet });
      const file = new Blob([new Uint8Array(paper)]);
      const { documentId: printedId } = await admin.upload(spaceId, `impreso-${sheet}.pdf`, file);
      await expect
        .poll(async () => (await admin.get<{ state: string }>(`/documents/${printedId}`)).state, { timeout: 60_000 })
        .toBe('ready');
      const { parts } = await admin.get<Parts>(`/documents/${printedId}/text`);
      const text = parts.flatMap(({ blocks }) => blocks.map((block) => block.text)).join('\n');
      expect(text).toContain('Punto ');
      // Above and below; on the first sheet the document's own label stands between them.
      expect(text.split('CONFIDENCIAL//JURÍDICO').length - 1).toBe(sheet === '1' ? 3 : 2);
    }
  });
});

async function choosePerson(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Persona' }).click();
  await page.getByRole('combobox', { name: 'Persona' }).fill(name);
  await page.getByRole('option', { name: new RegExp(name) }).click();
}
