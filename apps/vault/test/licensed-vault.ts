import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFolderBlobStore } from '@nexus/blobs';
import { generateKey } from '@nexus/crypto';
import { type FixedClock, fixedClock, newId, type PersonActor, silentLogger } from '@nexus/kernel';
import {
  armour,
  type MachineMarks,
  type Opened,
  openActivationRequest,
  type PublicKey,
  publicPemOf,
  signIssued,
  type Unsigned,
} from '@nexus/licence-file';
import { licenceContent, type MadeIssuer, makeIssuer } from '@nexus/licence-file/testing';
import type { Parser } from '@nexus/parsing';
import { createTestDatabase, type TestDatabase } from '@nexus/testing';
import { composeVault, type Vault, vaultConflicts, vaultMigrations } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';

const source = { ip: '192.0.2.1', network: '192.0.2.0/24', userAgent: 'test' };
export const machineMarks: MachineMarks = {
  'machine-id': ['m1'],
  'product-uuid': ['u1'],
  'network-card': ['n1'],
  disk: ['d1'],
  processor: ['p'],
};
const parser: Parser = {
  async *parse({ bytes }) {
    let text = '';
    for await (const chunk of bytes) text += Buffer.from(chunk).toString();
    yield { type: 'blocks', blocks: [{ kind: 'paragraph', text, place: { part: 1, line: 1 } }] };
    yield { type: 'done', metadata: { format: 'text', language: 'es', parts: 1 }, warnings: [] };
  },
  close: async () => {},
};

export type LicensedVault = Awaited<ReturnType<typeof startLicensedVault>>;

/** A composed vault whose clock and machine the test holds, and an issuer whose root it believes. */
export async function startLicensedVault() {
  const folder = await mkdtemp(join(tmpdir(), 'nexus-licence-'));
  const issuer: MadeIssuer = makeIssuer();
  await writeFile(join(folder, 'root.pem'), publicPemOf(issuer.root));
  const rootKey = generateKey();
  const clock: FixedClock = fixedClock(new Date('2026-11-05T10:00:00Z'));
  const db: TestDatabase = await createTestDatabase({ modules: vaultMigrations, conflicts: vaultConflicts });
  const around = { marks: machineMarks, timeline: '00000001' };

  const compose = async (isDrill = false): Promise<Vault> =>
    await composeVault({
      config: readConfig({ NEXUS_DATA: folder, NEXUS_LICENCE_ROOTS: join(folder, 'root.pem') }, '/'),
      database: db.database,
      rootKey,
      blobs: await createFolderBlobStore(join(folder, 'blobs')),
      jobs: { send: async () => {}, sendAll: async () => {} },
      queues: { countByQueue: async () => [], listFailed: async () => [], retry: async () => false },
      parser,
      logger: silentLogger,
      clock,
      machine: { name: () => 'archivo-1', marks: async () => around.marks, timeline: async () => around.timeline },
      isDrill,
    });

  const vault = await compose();
  const link = await vault.accounts.service.ensureSetupLink();
  const person = {
    token: link!.token,
    name: 'Ana',
    email: 'ana@example.org',
    password: 'tortuga violeta 47 balcones',
    locale: 'es',
    timeZone: 'UTC',
  } as const;
  const { session } = await vault.accounts.service.setUp(person, source);
  const owner: PersonActor = (await vault.accounts.sessionPort.authenticate(session.token, source))!.actor;
  const spaceId = (await vault.spaces.service.create(owner, { name: 'Expedientes' })).id;
  await vault.licence.start();

  const now = () => clock.now().toISOString().replace(/\.\d+/, '');
  const install = (text: string) => vault.licence.install(owner, text);
  const file = (change: Partial<Unsigned<'licence'>> = {}) =>
    armour(signIssued('licence', licenceContent(change), issuer));

  /** What the issuer's side does with a request. */
  function answerTo(
    { content, signedBy }: Opened<'activation-request'>,
    change: Partial<Unsigned<'activation-response'>> = {},
  ): string {
    const { licenceId, nonce, fingerprint } = content;
    const own = { issuedAt: now(), activationId: newId(), seq: 1, deviceKid: signedBy.kid, need: 3 };
    return armour(signIssued('activation-response', { ...own, licenceId, nonce, fingerprint, ...change }, issuer));
  }

  return {
    /** What the test says of the machine and the database's history. */
    around,
    issuer,
    clock,
    db,
    vault,
    owner,
    compose,
    install,
    file,
    answerTo,
    renewed: (seq: number, change: Partial<Unsigned<'licence'>> = {}) =>
      file({ seq, serial: newId(), issuedAt: now(), ...change }),
    ask: () => vault.answers.askQuestion(owner, { text: '¿A cuánto asciende la fianza?', spaceIds: null }),
    /** The code of the refusal; null for a file that was taken. */
    refusal: (text: string): Promise<string | null> =>
      install(text).then(
        () => null,
        (error: { code: string }) => error.code,
      ),
    /** State and reasons at a moment, as the server finds them. */
    async at(moment: string): Promise<string[]> {
      clock.set(new Date(moment));
      await vault.licence.jobs[0]!.run();
      const { state, findings } = await vault.licence.standing();
      return [state, ...findings.map(({ reason }) => reason)];
    },
    /** Asks, is answered, and gives back the key that the machine signs with. */
    async activate(): Promise<PublicKey> {
      const request = openActivationRequest((await vault.licence.activation.request(owner)).text);
      await install(answerTo(request));
      return request.signedBy;
    },
    async take(path: string, text: string): Promise<void> {
      async function* bytes() {
        yield Buffer.from(text);
      }
      await vault.documents.upload({ actor: owner }, { spaceId, path, bytes: bytes() });
      const waiting = await db.asOwner<{ id: string }>(
        "select id from document_versions where state in ('queued', 'reading')",
      );
      for (const { id } of waiting)
        await vault.documents.jobs.ingest.handle({ versionId: id }, new AbortController().signal);
    },
    async close(): Promise<void> {
      await vault.retrieval.close();
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
