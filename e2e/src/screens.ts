import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { samplesFolder } from '@nexus/samples';
import { type ApiClient, createApiClient } from '@nexus/vault';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { type DemoVault, startDemoVault } from './demo-vault.ts';
import { type LabelledDemo, labelDemo } from './labelled-demo.ts';
import { newWindow, signedInPage, type View } from './signed-in-page.ts';

// `npm run screens [-- <folder>] [--only ask,documents] [--views es.light.1440,en.dark.390]`: every main screen of the demo, for README and guides and to be looked at.
// Without a folder they go to one that git does not keep.

type Screen = { name: string; show(page: Page, vault: DemoVault): Promise<unknown> };

const questions = {
  plain: {
    es: '¿Cuál es el plazo de ejecución de la obra?',
    en: 'How much does the Subcontractor pay for each day of delay?',
  },
  conflict: { es: '¿Cuándo deben entregarse las obras?', en: 'What percentage is retained from each payment?' },
  nowhere: { es: '¿Quién ganó la liga de fútbol?', en: 'Who won the football league?' },
};

let demo: LabelledDemo | null = null;
function labelled(): LabelledDemo {
  if (!demo) throw new Error('the demo has no labels yet');
  return demo;
}

const screens: Screen[] = [
  { name: 'ask', show: (page, { spaceId }) => askAndOpen(page, spaceId) },
  { name: 'ask-conflict', show: (page, { spaceId }) => askAndCompare(page, spaceId) },
  { name: 'ask-not-found', show: (page, { spaceId }) => ask(page, spaceId, questions.nowhere) },
  { name: 'ask-empty', show: (page, { spaceId }) => page.goto(`/spaces/${spaceId}/ask`) },
  { name: 'documents', show: (page, { spaceId }) => page.goto(`/spaces/${spaceId}/documents`) },
  { name: 'document', show: async (page, vault) => page.goto(`/documents/${await documentOf(page, vault, 'pdf')}`) },
  { name: 'scan', show: async (page, vault) => page.goto(`/documents/${await documentOf(page, vault, 'jpeg')}`) },
  { name: 'sheet', show: async (page, vault) => page.goto(`/documents/${await documentOf(page, vault, 'xlsx')}`) },
  { name: 'space', show: (page, { spaceId }) => page.goto(`/spaces/${spaceId}`) },
  { name: 'space-settings', show: (page, { spaceId }) => page.goto(`/spaces/${spaceId}/settings`) },
  { name: 'spaces', show: (page) => page.goto('/spaces') },
  { name: 'search', show: (page) => page.goto('/search?q=plazo%20entrega') },
  { name: 'activity', show: (page) => page.goto('/activity') },
  { name: 'integrity', show: (page) => showIntegrity(page) },
  { name: 'settings', show: (page) => page.goto('/settings') },
  { name: 'people', show: (page) => page.goto('/settings/people') },
  { name: 'security', show: (page) => page.goto('/security') },
  { name: 'label-set', show: (page) => page.goto('/security/labels') },
  { name: 'clearances', show: (page) => page.goto('/security/clearances') },
  { name: 'clearance', show: (page) => page.goto(`/security/clearances?person=${labelled().analystId}`) },
  { name: 'label-requests', show: (page) => page.goto('/security/requests') },
  {
    name: 'explained-access',
    show: (page) => page.goto(`/security/access?person=${labelled().analystId}&about=${labelled().restrictedId}`),
  },
  { name: 'label-suggestion', show: (page) => page.goto(`/documents/${labelled().suggestedId}`) },
  { name: 'relabel', show: (page) => askForLabel(page) },
  { name: 'keys', show: (page) => page.goto('/security/keys') },
  { name: 'access', show: (page) => page.goto('/settings/access') },
  { name: 'system', show: (page) => page.goto('/settings/system') },
  { name: 'backups', show: (page, vault) => showBackups(page, vault) },
  { name: 'drills', show: (page) => page.goto('/settings/drills') },
  { name: 'licence', show: (page) => page.goto('/settings/licence') },
];

/** Before anybody is signed in. */
const outside: Screen[] = [{ name: 'sign-in', show: (page) => page.goto('/sign-in') }];

/** What changes what the others would show. */
const last: Screen[] = [{ name: 'uploads', show: (page) => addFiles(page) }];

/** When nobody is let in any more. */
const sealed: Screen[] = [{ name: 'unseal', show: (page) => page.goto('/') }];

/** Before there is anybody. */
const first: Screen[] = [{ name: 'set-up', show: (page, { setupToken }) => page.goto(`/setup#${setupToken}`) }];

const allViews: View[] = (['es', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((scheme) => [
    { language, scheme, width: 1440, height: 900 },
    { language, scheme, width: 390, height: 844 },
  ]),
);

async function showIntegrity(page: Page): Promise<void> {
  await page.goto('/activity');
  await page.getByRole('radio', { name: /^(Integridad|Integrity)$/ }).check({ force: true });
  await page.getByRole('button', { name: /^(Comprobar ahora|Check now)$/ }).waitFor();
}

/** Out of evaluation, and sealed, with one of three shares handed in. */
async function seal(client: ApiClient, url: string): Promise<void> {
  const { shares } = await client.post<{ shares: string[] }>('/keys/unseal-methods', {
    kind: 'shares',
    threshold: 3,
    count: 5,
  });
  await client.post('/keys/unseal-methods', { kind: 'passphrase', passphrase: 'cuatro farolas junto al mar' });
  await client.remove('/keys/evaluation-key');
  await client.post('/seal');
  const anonymous = createApiClient(url, null);
  for (let status = ''; status !== 'sealed'; )
    status = (await anonymous.get<{ status: string }>('/health').catch(() => ({ status: '' }))).status;
  await anonymous.post('/unseal', { method: 'share', share: shares[1]! });
}

type Question = Record<'es' | 'en', string>;

async function ask(page: Page, spaceId: string, question: Question): Promise<void> {
  const language = (await page.evaluate(() => localStorage.getItem('nexus.language'))) === 'en' ? 'en' : 'es';
  await page.goto(`/spaces/${spaceId}/ask?q=${encodeURIComponent(question[language])}`);
  await page.locator('article:not([aria-busy]) :is(.nx-quote, h3)').first().waitFor();
}

/** Opens the signed PDF of the contract, or simply the first source; on a narrow window it would hide the answer. */
async function askAndOpen(page: Page, spaceId: string): Promise<void> {
  await ask(page, spaceId, questions.plain);
  if ((page.viewportSize()?.width ?? 0) <= 1_000) return;
  const signed = page.getByRole('button', { name: /ejemplar firmado/ });
  await ((await signed.count()) > 0 ? signed : page.locator('.nx-quote')).first().click();
}

async function askForLabel(page: Page): Promise<void> {
  await page.goto(`/documents/${labelled().documentId}`);
  await page.getByRole('button', { name: /^(Más acciones|More actions)$/ }).click();
  await page.getByRole('menuitem', { name: /^(Cambiar la etiqueta|Change the label)$/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('radio', { name: /^(USO INTERNO|INTERNAL)$/ })
    .check();
}

async function askAndCompare(page: Page, spaceId: string): Promise<void> {
  await ask(page, spaceId, questions.conflict);
  await page.getByRole('button', { name: /Ver lado a lado|Side by side/ }).click();
}

/** In a space of its own. */
async function addFiles(page: Page): Promise<void> {
  const spaceId = await page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    const made = { method: 'POST', headers, body: JSON.stringify({ name: 'Contrato 2024/17' }) };
    const response = await fetch('/api/v1/spaces', made);
    const { id } = (await response.json()) as { id: string };
    return id;
  });
  await page.goto(`/spaces/${spaceId}/documents`);
  const files = (await readdir(samplesFolder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  await page.getByText(/^(Suelte archivos|Drop files)/).waitFor();
  await page.getByTestId('add-files').setInputFiles(files);
  const read = page.getByText(/^(Leído|Read)$/).filter({ visible: true });
  await read.nth(2).waitFor();
}

type Backups = { targets: { openRuns: unknown[]; lastRuns: { kind: string }[] }[] };

/** With a place that has a backup and a drill. */
async function showBackups(page: Page, { url, backupsDir }: DemoVault): Promise<void> {
  const read = async () => (await (await page.request.get('/api/v1/backups')).json()) as Backups;
  if ((await read()).targets.length === 0) {
    const data = { place: { kind: 'folder', path: backupsDir }, settings: { lossSeconds: 5 } };
    await page.request.post('/api/v1/backups/targets', { data, headers: { origin: url } });
  }
  for (let state = await read(); ; state = await read()) {
    const [target] = state.targets;
    if (target?.openRuns.length === 0 && target.lastRuns.some(({ kind }) => kind === 'verification')) break;
    await page.waitForTimeout(500);
  }
  await page.goto('/settings/backups');
}
/** No page of a PDF on screen is still white. In the page, so in its own words. */
const allPainted = `[...document.querySelectorAll('section[data-part] canvas')].every((canvas) => {
  const { top, bottom } = canvas.getBoundingClientRect();
  return bottom < 0 || top > innerHeight || canvas.width !== 300;
})`;

async function documentOf(page: Page, { spaceId }: DemoVault, format: string): Promise<string> {
  const response = await page.request.get(`/api/v1/spaces/${spaceId}/documents?format=${format}&limit=1`);
  const { items } = (await response.json()) as { items: { id: string }[] };
  return items[0]!.id;
}

async function picture(browser: Browser, vault: DemoVault, view: View, wanted: Screen[]): Promise<void> {
  const faults: string[] = [];
  const context = await newWindow(browser, vault, view);
  try {
    const isInside = wanted === screens || wanted === last;
    const page = isInside ? await signedInPage(context) : await context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    if (wanted !== first && wanted !== sealed) await page.goto('/sign-in');
    for (const { name, show } of wanted) {
      if (only && !only.includes(name)) continue;
      await show(page, vault);
      await page.waitForLoadState('networkidle').catch(() => {});
      await page.waitForFunction(allPainted);
      await page.waitForTimeout(400);
      const file = `${name}.${nameOf(view)}.png`;
      await page.screenshot({ path: join(folder, file) });
      console.log(file);
    }
  } finally {
    await context.close();
  }
  if (faults.length > 0) throw new Error(`the page failed: ${[...new Set(faults)].join('; ')}`);
}

const args = process.argv.slice(2);
const onlyAt = args.indexOf('--only');
const only = onlyAt < 0 ? null : (args[onlyAt + 1] ?? '').split(',');
const viewsAt = args.indexOf('--views');
const wantedViews = viewsAt < 0 ? null : (args[viewsAt + 1] ?? '').split(',');
const nameOf = ({ language, scheme, width }: View): string => `${language}.${scheme}.${width}`;
const views = allViews.filter((view) => wantedViews === null || wantedViews.includes(nameOf(view)));
const folder = resolve(
  args[0] && !args[0].startsWith('--') ? args[0] : join(import.meta.dirname, '../../docs/images/screens'),
);
await mkdir(folder, { recursive: true });
const [vault, browser] = await Promise.all([startDemoVault(), launchBrowser()]);
try {
  for (const view of views) await picture(browser, vault, view, first);
  const client = await vault.setUp();
  demo = await labelDemo(vault, client);
  for (const view of views) for (const wanted of [outside, screens]) await picture(browser, vault, view, wanted);
  for (const view of views) await picture(browser, vault, view, last);
  await seal(client, vault.url);
  for (const view of views) await picture(browser, vault, view, sealed);
} finally {
  await browser.close();
  await vault.close();
}
process.exit(0);
