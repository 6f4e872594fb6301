import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { silentLogger } from '@nexus/kernel';
import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { readConfig } from '../config.ts';
import { startHub } from '../start.ts';

export const apiTypesFile = resolve(import.meta.dirname, '../../web/src/api/schema.gen.ts');

/** The page's types of the API, made from the document that a hub with an empty data folder serves. */
export async function makeApiTypes(url: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/openapi.json`);
  const document = (await response.json()) as OpenAPI3;
  return `/** Made by \`npm run types:api\`; not written by hand. */\n${astToString(await openapiTypescript(document))}`;
}

async function writeApiTypes(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'nexus-api-types-'));
  const running = await startHub(readConfig({ NEXUS_DATA: dataDir, NEXUS_PORT: '0' }, '/'), silentLogger);
  try {
    await writeFile(apiTypesFile, await makeApiTypes(running.url));
  } finally {
    await running.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** `npm run types:api` */
if (import.meta.main) {
  await writeApiTypes();
  process.exit(0);
}
