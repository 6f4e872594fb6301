import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFolderBlobStore } from '@nexus/blobs';
import { generateKey } from '@nexus/crypto';
import type { HttpApp } from '@nexus/http';
import { silentLogger } from '@nexus/kernel';
import type { Parser } from '@nexus/parsing';
import { createTestDatabase, type TestDatabase } from '@nexus/testing';

/** One answer of the API as a client gets it. */
export type Reply = { status: number; text: string; etag: string | undefined };

export type Client = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>;

export type WorldVault = {
  db: TestDatabase;
  /** The first administrator, who under evaluation holds every duty. */
  admin: Client;
  adminId: string;
  invite(email: string): Promise<{ client: Client; personId: string }>;
  upload(client: Client, spaceId: string, path: string, text: string, label?: string): Promise<Reply>;
  /** Everything that waits is read, in this process and now. */
  readWaiting(): Promise<void>;
  close(): Promise<void>;
};

const password = 'tortuga violeta 47 balcones';
const origin = { host: 'localhost', origin: 'http://localhost' };

/** Reads every file as paragraphs: these worlds are about who sees what, not about formats. */
const textParser: Parser = {
  async *parse({ bytes }) {
    let text = '';
    for await (const chunk of bytes) text += Buffer.from(chunk).toString();
    const blocks = text
      .split('\n\n')
      .map((paragraph, at) => ({ kind: 'paragraph' as const, text: paragraph, place: { part: 1, line: at + 1 } }));
    yield { type: 'blocks', blocks };
    yield { type: 'done', metadata: { format: 'text', language: 'es', parts: 1 }, warnings: [] };
  },
  close: async () => {},
};

/**
 * A whole vault in this process: real database, real HTTP stack without a socket, reading at a word. The program is imported here and not at the
 * top, so that a test can put a weakened module in place first.
 */
export async function openWorldVault(): Promise<WorldVault> {
  const { composeVault, vaultConflicts, vaultMigrations } = await import('../../src/compose.ts');
  const { createVaultApp } = await import('../../src/vault-app.ts');
  const { readConfig } = await import('../../src/config.ts');
  const folder = await mkdtemp(join(tmpdir(), 'nexus-worlds-'));
  const db = await createTestDatabase({ modules: vaultMigrations, conflicts: vaultConflicts });
  const config = readConfig({ NEXUS_DATA: folder }, '/');
  const vault = await composeVault({
    config,
    database: db.database,
    rootKey: generateKey(),
    blobs: await createFolderBlobStore(join(folder, 'blobs')),
    jobs: { send: async () => {}, sendAll: async () => {} },
    queues: { countByQueue: async () => [], listFailed: async () => [], retry: async () => false },
    parser: textParser,
    logger: silentLogger,
  });
  const link = await vault.accounts.service.ensureSetupLink();
  const app = await createVaultApp(vault, config, silentLogger);
  await app.ready();

  async function enter(path: string, body: object): Promise<Client> {
    const entered = await app.inject({ method: 'POST', url: `/api/v1${path}`, payload: body, headers: origin });
    if (entered.statusCode >= 300) throw new Error(`${path}: ${entered.statusCode} ${entered.body}`);
    const cookie = entered.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    return clientOf(app, { ...origin, cookie });
  }

  const admin = await enter('/setup', { token: link?.token, name: 'Ana', email: 'ana@example.org', password });
  const { id: adminId } = JSON.parse((await admin('GET', '/me')).text) as { id: string };

  return {
    db,
    admin,
    adminId,
    async invite(email) {
      const invited = await admin('POST', '/people', { name: email, email });
      const { person, invitation } = JSON.parse(invited.text) as {
        person: { id: string };
        invitation: { token: string };
      };
      return { client: await enter('/invitations/accept', { token: invitation.token, password }), personId: person.id };
    },
    upload: (client, spaceId, path, text, label) => {
      const form = new FormData();
      form.set('path', path);
      form.set('file', new Blob([text]), path.slice(path.lastIndexOf('/') + 1));
      return client('POST', `/spaces/${spaceId}/documents${label === undefined ? '' : `?labelId=${label}`}`, form);
    },
    async readWaiting() {
      const waiting = await db.asOwner<{ id: string }>(
        "select id from document_versions where state in ('queued', 'reading')",
      );
      const signal = new AbortController().signal;
      await Promise.all(waiting.map(({ id }) => vault.documents.jobs.ingest.handle({ versionId: id }, signal)));
    },
    async close() {
      await app.close();
      await vault.retrieval.close();
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function clientOf(app: HttpApp, identity: Record<string, string>): Client {
  return async (method, path, body, headers = {}) => {
    const key: Record<string, string> = method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {};
    const payload = body instanceof FormData ? await packed(body) : { headers: {}, payload: body };
    const response = await app.inject({
      method: method as 'GET',
      url: `/api/v1${path}`,
      headers: { ...identity, ...key, ...payload.headers, ...headers },
      ...(payload.payload === undefined ? {} : { payload: payload.payload as object }),
    });
    return { status: response.statusCode, text: response.body, etag: response.headers.etag as string | undefined };
  };
}

async function packed(form: FormData): Promise<{ headers: Record<string, string>; payload: Buffer }> {
  const request = new Request('http://localhost', { method: 'POST', body: form });
  return {
    headers: { 'content-type': request.headers.get('content-type') ?? '' },
    payload: Buffer.from(await request.arrayBuffer()),
  };
}
