import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { samplesFolder } from '@nexus/samples';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser, launchBrowser, noBrowser } from '../src/browser.ts';
import { administrator, type DemoVault, startDemoVault } from '../src/demo-vault.ts';
import { newWindow } from '../src/signed-in-page.ts';

const hasBrowser = findBrowser() !== null;
if (!hasBrowser) console.warn(`journeys of newcomers are skipped: ${noBrowser}`);

describe.skipIf(!hasBrowser)('a newcomer', () => {
  let vault: DemoVault;
  let browser: Browser;
  beforeAll(async () => {
    [vault, browser] = await Promise.all([startDemoVault({ withSamples: false }), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await vault?.close();
  });

  test('goes from the printed link to a checked answer on a document of their own, and no request leaves the origin', async () => {
    const context = await newWindow(browser, vault);
    const elsewhere: string[] = [];
    const faults: string[] = [];
    context.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== vault.url) elsewhere.push(request.url());
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) faults.push(message.text());
    });

    await page.goto(`/setup#${vault.setupToken}`);
    await page.getByLabel('Nombre y apellidos').fill(administrator.name);
    await page.getByLabel('Correo electrónico').fill(administrator.email);
    await page.getByLabel('Contraseña nueva').fill(administrator.password);
    expect(page.url()).not.toContain(vault.setupToken);
    await page.getByRole('button', { name: 'Empezar' }).click();
    await page.getByRole('navigation').first().waitFor();

    await page.goto('/spaces');
    await page.getByRole('button', { name: 'Crear espacio' }).first().click();
    await page.getByLabel('Nombre', { exact: true }).fill('Contrato 2024/17');
    await page.getByRole('dialog').getByRole('button', { name: 'Crear' }).click();
    await page.getByText('Este espacio está vacío').waitFor();

    const contract = join(samplesFolder, 'contrato/contrato-2024-17-firmado.pdf');
    expect(readFileSync(contract).length).toBeGreaterThan(1_000);
    await page.locator('input[type=file]').first().setInputFiles(contract);
    await page.getByRole('link', { name: 'Documentos', exact: true }).click();
    await page.getByText('Leído', { exact: true }).first().waitFor({ timeout: 300_000 });

    await page.getByRole('link', { name: 'Preguntar', exact: true }).click();
    await page.getByRole('textbox').first().fill('¿Cuál es el plazo de ejecución?');
    await page.keyboard.press('Enter');
    const quote = page.locator('.nx-quote').first();
    await quote.waitFor();
    expect(await quote.textContent()).toContain('dieciocho meses');

    await quote.click();
    await page.locator('canvas').first().waitFor();
    await page.locator('[data-strong]').first().waitFor();
    expect(elsewhere).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
});
