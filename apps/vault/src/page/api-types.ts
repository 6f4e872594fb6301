import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { silentLogger } from '@nexus/kernel';
import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { readConfig } from '../config.ts';
import { startVault } from '../start.ts';

export const apiTypesFile = resolve(import.meta.dirname, '../../web/src/api/schema.gen.ts');

/** Of the package that the pages of all servers share. */
export const sharedTypesFile = resolve(import.meta.dirname, '../../../../packages/page/src/api/schema.gen.ts');

/** What every server of Nexus answers: people, sessions, ways in. */
const sharedPaths = /^\/api\/v1\/(?:me|session|setup|invitations|people|password-resets|health)(?:\/|$)/;

/** Types of the API, made from the document that a vault with an empty data folder serves. */
export async function makeApiTypes(url: string): Promise<{ page: string; shared: string }> {
  const response = await fetch(`${url}/api/v1/openapi.json`);
  const document = (await response.json()) as OpenAPI3;
  const shared = Object.entries(document.paths ?? {}).filter(([path]) => sharedPaths.test(path));
  return {
    page: await typesOf(document),
    shared: await typesOf({ ...document, paths: Object.fromEntries(shared) } as OpenAPI3),
  };
}

async function typesOf(document: OpenAPI3): Promise<string> {
  return `/** Made by \`npm run types:api\`; not written by hand. */\n${astToString(await openapiTypescript(document))}`;
}

/** `npm run types:api` */
export async function writeApiTypes(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'nexus-api-types-'));
  const running = await startVault(readConfig({ NEXUS_DATA: dataDir, NEXUS_PORT: '0' }, '/'), silentLogger);
  try {
    const { page, shared } = await makeApiTypes(running.url);
    await writeFile(apiTypesFile, page);
    await writeFile(sharedTypesFile, shared);
  } finally {
    await running.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  await writeApiTypes();
  process.exit(0);
}
