import { AxeBuilder } from '@axe-core/playwright';
import { formatShare, parseShare } from '@nexus/crypto';
import type { ApiClient } from '@nexus/vault';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser, launchBrowser, noBrowser } from '../src/browser.ts';
import { administrator, type DemoVault, startDemoVault } from '../src/demo-vault.ts';
import { newWindow, signedInPage } from '../src/signed-in-page.ts';

const hasBrowser = findBrowser() !== null;
if (!hasBrowser) console.warn(`journeys of the officer are skipped: ${noBrowser}`);

const passphrase = 'cuatro farolas junto al mar';

/** One journey: out of evaluation, sealed, opened again by several people, and what an officer does with keys from then on. */
describe.skipIf(!hasBrowser)('the security officer', () => {
  let vault: DemoVault;
  let browser: Browser;
  let admin: ApiClient;
  let page: Page;
  const shares: string[] = [];
  const dialog = () => page.getByRole('dialog');
  beforeAll(async () => {
    [vault, browser] = await Promise.all([startDemoVault({ withSamples: false }), launchBrowser()]);
    admin = await vault.setUp();
    await admin.post('/spaces', { name: 'Contrato 2024/17' });
    page = await signedInPage(await newWindow(browser, vault));
  });
  afterAll(async () => {
    await browser?.close();
    await vault?.close();
  });

  test('sets up shares and a passphrase; secrets are seen once, one at a time', async () => {
    await page.goto('/security');
    await page.getByRole('link', { name: 'Claves', exact: true }).click();
    await page.getByText('La clave está junto a los datos.').waitFor();
    expect(await page.getByRole('button', { name: 'Destruir la clave de evaluación' }).isDisabled()).toBe(true);

    await page.getByRole('button', { name: 'Repartir partes' }).click();
    await dialog().getByLabel('Partes que se reparten').fill('3');
    await dialog().getByLabel('Partes que hacen falta').fill('2');
    await dialog().getByText('Puede perderse una parte.').waitFor();
    await dialog().getByRole('button', { name: 'Crear las partes' }).click();
    for (let number = 1; number <= 3; number += 1) {
      await dialog()
        .getByRole('listitem')
        .nth(number - 1)
        .getByRole('button', { name: 'Mostrar' })
        .click();
      expect(await dialog().locator('code').count()).toBe(1);
      shares.push((await dialog().locator('code').textContent())!);
    }
    expect(new Set(shares).size).toBe(3);
    // What is shown once does not go with a key or a click beside it.
    await page.keyboard.press('Escape');
    await dialog().getByLabel('Cada parte está en manos de su oficial').check();
    await dialog().getByRole('button', { name: 'Terminar' }).click();
    await page.getByText('Hacen falta 2 de 3').waitFor();

    await page.getByRole('button', { name: 'Poner una frase' }).click();
    await dialog().getByLabel('Frase de paso', { exact: true }).fill(passphrase);
    await dialog().getByLabel('La misma, otra vez').fill('cuatro farolas');
    await dialog().getByText('No coinciden.').waitFor();
    await dialog().getByLabel('La misma, otra vez').fill(passphrase);
    await dialog().getByRole('button', { name: 'Establecer la frase' }).click();
    await dialog().waitFor({ state: 'detached' });
  });

  test('destroys the evaluation key by typing its name, and seals', async () => {
    await page.getByRole('button', { name: 'Destruir la clave de evaluación' }).click();
    const destroy = dialog().getByRole('button', { name: 'Destruir', exact: true });
    expect(await destroy.isDisabled()).toBe(true);
    await dialog()
      .getByLabel(/Para confirmar/)
      .fill('evaluation.key');
    await destroy.click();
    await page.getByText('Solo en memoria').waitFor();
    await page.getByText('En uso desde:').waitFor();

    await page.getByRole('button', { name: 'Precintar ahora' }).click();
    await dialog().getByRole('button', { name: 'Precintar ahora' }).click();
    await page.getByRole('heading', { name: 'El servidor está precintado' }).waitFor();
  });

  test('is told what is wrong with what was handed in, and how long to wait', async () => {
    const forged = parseShare(shares[1]!);
    forged.value[0]! ^= 1;
    const damaged = shares[1]!.replace(/^(NXS1-....-)(.)/, (_, head, symbol) => head + (symbol === '0' ? '1' : '0'));
    const handIn = async (share: string) => {
      await page.getByLabel('Su parte').fill(share);
      await page.getByRole('button', { name: 'Entregar la parte' }).click();
    };
    await handIn(shares[0]!.toLowerCase());
    await page.getByText('Parte aceptada. Falta otra persona.').waitFor();
    await page.getByText('1 de 2 partes entregadas').waitFor();
    await handIn(damaged);
    await page.getByText('La parte 2 está mal escrita o dañada').waitFor();
    await handIn(formatShare(forged));
    await page.getByText('La parte 2 no es la que se entregó: está falsificada.').waitFor();
    // One share of two opens nothing, and stays.
    await page.getByText('1 de 2 partes entregadas').waitFor();

    await page.getByLabel('Frase de paso', { exact: true }).fill('cuatro farolas junto al río');
    await page.getByRole('button', { name: 'Desprecintar' }).click();
    await page.getByText('La frase de paso no es esa.').waitFor();
    await page.getByRole('button', { name: 'Desprecintar' }).click();
    await page.getByText(/Demasiados intentos\. Podrá volver a intentarlo dentro de \d+\ss\./).waitFor();
    expect(await page.getByRole('button', { name: 'Entregar la parte' }).isDisabled()).toBe(true);
    await page.getByText('Ya puede volver a intentarlo.').waitFor();

    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'The server is sealed' }).waitFor();
    await page.getByRole('button', { name: 'Español' }).click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  });

  test('opens it with the second share, and signs in', async () => {
    // Another officer, at another computer.
    const other = await (await newWindow(browser, vault)).newPage();
    await other.goto('/');
    await other.getByText('1 de 2 partes entregadas').waitFor();
    await other.getByLabel('Su parte').fill(shares[2]!);
    await other.getByRole('button', { name: 'Entregar la parte' }).click();
    await other.getByLabel('Correo electrónico').fill(administrator.email);
    await other.getByLabel('Contraseña', { exact: true }).fill(administrator.password);
    await other.getByRole('button', { name: 'Entrar', exact: true }).click();
    await other.getByRole('navigation').first().waitFor();
    await other.context().close();
    // The first one's page has noticed by itself, and the session is still good.
    await page.getByRole('navigation').first().waitFor();
  });

  test('replaces the key of a space, puts it on hold, and asks for another to be destroyed by its name', async () => {
    await page.goto('/security/keys');
    const act = async (name: string) => {
      await page.getByRole('button', { name: 'Acciones: Contrato 2024/17' }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    const row = page.getByRole('listitem').filter({ has: page.getByText('Contrato 2024/17', { exact: true }) });
    await act('Cambiar la clave');
    await dialog().getByRole('button', { name: 'Cambiar la clave' }).click();
    await row.getByText('Versión 2').waitFor();
    await row.getByText('En uso', { exact: true }).waitFor();

    await act('Retener');
    await dialog().getByLabel('Motivo').fill('Requerimiento 14/2026');
    await dialog().getByRole('button', { name: 'Retener' }).click();
    await row.getByText('Requerimiento 14/2026').waitFor();
    await page.getByRole('button', { name: 'Acciones: Contrato 2024/17' }).click();
    expect(await page.getByRole('menuitem', { name: 'Pedir la destrucción' }).isDisabled()).toBe(true);
    await page.getByRole('menuitem', { name: 'Levantar la retención' }).click();
    await dialog().getByRole('button', { name: 'Levantar la retención' }).click();
    await row.getByText('Requerimiento 14/2026').waitFor({ state: 'detached' });

    await act('Pedir la destrucción');
    await dialog().getByLabel('Motivo').fill('Fin del encargo');
    const ask = dialog().getByRole('button', { name: 'Pedir la destrucción' });
    await dialog()
      .getByLabel(/Para confirmar/)
      .fill('Contrato');
    expect(await ask.isDisabled()).toBe(true);
    await dialog()
      .getByLabel(/Para confirmar/)
      .fill('Contrato 2024/17');
    await ask.click();
    await page.getByText('Espera a que lo apruebe otro oficial.').waitFor();
    expect(await page.getByRole('button', { name: 'Aprobar la destrucción' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Anular' }).click();
    await dialog().getByRole('button', { name: 'Anular' }).click();
    await page.getByText('Anulado', { exact: true }).waitFor();
  });
});
