import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { samplesFolder } from '@nexus/samples';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser, launchBrowser, noBrowser } from '../src/browser.ts';
import { administrator, type DemoVault, startDemoVault } from '../src/demo-vault.ts';
import { oneTimeCode } from '../src/one-time-code.ts';
import { newWindow, signedInPage } from '../src/signed-in-page.ts';

const hasBrowser = findBrowser() !== null;
if (!hasBrowser) console.warn(`journeys of each role are skipped: ${noBrowser}`);

const spaceName = 'Contrato 2024/17';
const question = '¿Cuál es el plazo de ejecución?';
const password = 'siete lunas de papel azul';

/** One journey that four people make together, in the order in which an organisation begins. */
describe.skipIf(!hasBrowser)('each role does its own work:', () => {
  let vault: DemoVault;
  let browser: Browser;
  /** Windows that stay open over the tests. */
  const windows = new Map<string, Page>();
  const invitations = new Map<string, string>();
  beforeAll(async () => {
    [vault, browser] = await Promise.all([startDemoVault({ withSamples: false }), launchBrowser()]);
    await vault.setUp();
  });
  afterAll(async () => {
    await browser?.close();
    await vault?.close();
  });
  const windowOf = (person: string): Page => windows.get(person)!;

  test('the administrator invites people and makes a space', async () => {
    const page = await signedInPage(await newWindow(browser, vault));
    windows.set('administrator', page);
    for (const name of ['Ana Analista', 'Leo Lector', 'Aura Auditora']) {
      await page.goto('/settings/people');
      await page.getByRole('button', { name: 'Invitar' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Nombre y apellidos').fill(name);
      await dialog.getByLabel('Correo electrónico').fill(`${name.split(' ')[0]!.toLowerCase()}@example.org`);
      await dialog.getByRole('button', { name: 'Crear la invitación' }).click();
      invitations.set(name, await dialog.getByLabel(`Enlace para ${name}`).inputValue());
      await dialog.getByRole('button', { name: 'Hecho' }).click();
    }
    await page.getByRole('button', { name: 'Aura Auditora' }).click();
    await page
      .getByRole('dialog')
      .locator('label')
      .filter({ hasText: /^Auditoría/ })
      .click();
    await page.getByRole('row').filter({ hasText: 'Aura Auditora' }).getByText('Auditoría').waitFor();
    await page.goto('/spaces');
    await page.getByRole('button', { name: 'Crear espacio' }).first().click();
    await page.getByLabel('Nombre', { exact: true }).fill(spaceName);
    await page.getByRole('dialog').getByRole('button', { name: 'Crear' }).click();
  });

  test('invited people choose a password once, and the link is then worth nothing', async () => {
    for (const [name, link] of invitations) {
      const page = await (await newWindow(browser, vault)).newPage();
      windows.set(name, page);
      await page.goto(link);
      await page.getByLabel('Contraseña nueva').fill(password);
      await page.getByRole('button', { name: 'Guardar y entrar' }).click();
      await page.getByRole('navigation').first().waitFor();
    }
    const late = await (await newWindow(browser, vault)).newPage();
    await late.goto(invitations.get('Ana Analista')!);
    await late.getByLabel('Contraseña nueva').fill(password);
    await late.getByRole('button', { name: 'Guardar y entrar' }).click();
    await late.getByText('La invitación ya no vale').waitFor();
  });

  test('who has come in is let into the space, each with a role of their own', async () => {
    const page = windowOf('administrator');
    await page.goto('/spaces');
    await page.getByRole('link', { name: spaceName }).click();
    await page.getByRole('link', { name: 'Ajustes del espacio' }).click();
    for (const [name, role] of [
      ['Ana Analista', 'Analista'],
      ['Leo Lector', 'Lector'],
    ] as const) {
      await page.getByRole('combobox', { name: 'Añadir a una persona' }).fill(name);
      await page.getByRole('option', { name: new RegExp(name) }).click();
      await page.getByRole('combobox', { name: 'Como' }).click();
      await page.getByRole('option', { name: role, exact: true }).click();
      await page.getByRole('button', { name: 'Añadir', exact: true }).click();
      await page.getByRole('combobox', { name: `Papel de ${name}` }).waitFor();
    }
  });

  test('the analyst adds, asks, marks, keeps, takes along and watches', async () => {
    const page = windowOf('Ana Analista');
    await page.goto('/spaces');
    await page.getByRole('link', { name: spaceName }).click();
    await page.getByTestId('add-files').setInputFiles(join(samplesFolder, 'contrato/contrato-2024-17.docx'));
    await page.getByRole('link', { name: 'Documentos', exact: true }).click();
    await page.getByText('Leído', { exact: true }).first().waitFor();
    await page.getByRole('link', { name: 'Preguntar', exact: true }).click();
    await page.getByRole('textbox', { name: 'Su pregunta' }).fill(question);
    await page.keyboard.press('Enter');
    await page.locator('article:not([aria-busy]) .nx-quote').first().waitFor();
    for (const kind of ['PDF', 'Word']) {
      await page.getByRole('button', { name: 'Exportar con las fuentes' }).click();
      const download = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: kind }).click();
      const bytes = readFileSync(await (await download).path());
      expect(bytes.subarray(0, 4).toString('latin1')).toBe(kind === 'PDF' ? '%PDF' : 'PK\u0003\u0004');
    }
    await page.getByRole('button', { name: 'La respuesta es correcta' }).click();
    await page.getByRole('button', { name: 'Fijar' }).click();
    // What goes on is understood with what was asked before.
    await page.getByRole('textbox', { name: 'Su pregunta' }).fill('¿Y quién lo dirige?');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('article:not([aria-busy])').count(), { timeout: 90_000 }).toBe(2);
    await page.getByRole('button', { name: 'Historial' }).click();
    await page.getByRole('dialog').getByText('Fijadas').waitFor();
    await page.keyboard.press('Escape');

    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Buscar en los documentos' }).fill('plazo');
    await page
      .getByText(/pasajes? en/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Guardar', exact: true }).click();
    await page.getByRole('menuitem').nth(1).click();
    await page.getByRole('button', { name: 'Guardada' }).waitFor();
  });

  test('the reader reads and asks the same, and is offered nothing that would change it', async () => {
    const page = windowOf('Leo Lector');
    await page.goto('/spaces');
    await page.getByRole('link', { name: spaceName }).click();
    await page.getByText('Qué contiene').waitFor();
    expect(await page.getByTestId('add-files').count()).toBe(0);
    await page.getByRole('link', { name: 'Documentos', exact: true }).click();
    await page.getByText('contrato-2024-17.docx').waitFor();
    expect(await page.getByTestId('add-files').count()).toBe(0);
    await page.getByRole('link', { name: 'Preguntar', exact: true }).click();
    await page.getByRole('textbox', { name: 'Su pregunta' }).fill(question);
    await page.keyboard.press('Enter');
    await page.locator('article:not([aria-busy]) .nx-quote').first().waitFor();
    // The analyst's conversations are the analyst's.
    expect(await page.getByText('¿Y quién lo dirige?').count()).toBe(0);
    await page.goto('/settings/people');
    await page
      .getByText('Aquí no hay nada, o no tiene permiso para verlo.')
      .or(page.getByText(/No tiene permiso/))
      .first()
      .waitFor();
  });

  test('the auditor sees who did what, down to one entry, and no document', async () => {
    const page = windowOf('Aura Auditora');
    await page.goto('/activity');
    await page.getByText('Registro completo').click();
    // Who is nothing but an auditor may list nobody: people are ids, and content is nowhere.
    await page
      .getByRole('row')
      .filter({ hasText: /Persona [0-9a-f]{8}/ })
      .getByRole('button')
      .first()
      .click();
    await page
      .getByRole('dialog')
      .getByText(/Persona [0-9a-f]{8}/)
      .first()
      .waitFor();
    expect(await page.getByText(question).count()).toBe(0);
    await page.goto('/spaces');
    await page.getByText('Aún no tiene ningún espacio').waitFor();
  });

  test('whoever wants more than a password has a code of the telephone, and a key without either', async () => {
    const page = windowOf('administrator');
    const keys = await page.context().newCDPSession(page);
    await keys.send('WebAuthn.enable');
    await keys.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await page.goto('/settings');
    await page.getByRole('button', { name: 'Activar el segundo paso' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Contraseña actual').fill(administrator.password);
    await dialog.getByRole('button', { name: 'Seguir' }).click();
    const secret = await dialog.getByText(/^([A-Z2-7]{4} )+[A-Z2-7]{1,4}$/).textContent();
    await dialog.getByRole('textbox').first().focus();
    await page.keyboard.type(oneTimeCode(secret!));
    await dialog.getByLabel('Los he guardado en un lugar seguro').check();
    const recovery = (await dialog.locator('ol li').first().textContent())!;
    await dialog.getByRole('button', { name: 'Terminar' }).click();
    await page.getByText(/Activado desde/).waitFor();

    await page.getByRole('button', { name: 'Añadir una llave' }).click();
    await dialog.getByLabel('Contraseña actual').fill(administrator.password);
    await dialog.getByRole('button', { name: 'Seguir' }).click();
    await page
      .getByText(/^Añadida:/)
      .first()
      .waitFor();

    const signOut = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Su cuenta' }).click();
      await page.getByRole('menuitem', { name: 'Salir' }).click();
      await page.getByRole('heading', { name: 'Entre en Nexus' }).waitFor();
    };
    await signOut();
    await page.getByRole('button', { name: 'Entrar con una llave de acceso' }).click();
    await page.getByRole('navigation').first().waitFor();
    await signOut();
    await page.getByLabel('Correo electrónico').fill(administrator.email);
    await page.getByLabel('Contraseña', { exact: true }).fill(administrator.password);
    await page.getByRole('button', { name: 'Entrar', exact: true }).click();
    await page.getByRole('heading', { name: 'Un paso más' }).waitFor();
    // The first code was used already; a recovery code is good once.
    await page.getByRole('button', { name: 'No tengo el teléfono a mano' }).click();
    await page.getByLabel('Código de recuperación').fill(recovery);
    await page.getByRole('button', { name: 'Entrar', exact: true }).click();
    await page.getByRole('navigation').first().waitFor();
  });
});
