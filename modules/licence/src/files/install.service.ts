import type { Database, Tx } from '@nexus/db';
import { type Clock, newId, type PersonActor } from '@nexus/kernel';
import {
  type DocumentKind,
  fingerprintOf,
  judgeActivation,
  judgeInstall,
  kindOfFile,
  type LicenceDocument,
  LicenceFileError,
  openIssued,
  readFileBytes,
  type Trust,
} from '@nexus/licence-file';
import { refusing } from '../licence.errors.ts';
import type { AuditPort, MachinePort, ProgramPort } from '../licence.ports.ts';
import * as repository from '../licence.repository.ts';
import type { LicenceTables, LicenceTx } from '../licence.tables.ts';
import type { Epochs } from '../usage/epochs.ts';
import { readTotals } from '../usage/usage.repository.ts';
import type { SealedFiles } from './sealed-files.ts';

export type InstallDependencies = {
  database: Pick<Database, 'withActor'>;
  files: SealedFiles;
  trust: Trust;
  machine: MachinePort;
  program: ProgramPort;
  epochs: Epochs;
  audit: AuditPort;
  clock: Clock;
  onChange: () => Promise<void>;
};

export type Installed = { kind: 'licence' | 'activation-response' | 'revocations'; isNew: boolean };

/** Takes whatever file the issuer sent: a licence, an answer to an activation request, a revocation list. */
export function createInstallService(dependencies: InstallDependencies) {
  const { database, files, trust, machine, program, epochs, audit, clock, onChange } = dependencies;

  /** @param given text, or the bytes of a file in base64 @throws LicenceRefusedError */
  async function install(actor: PersonActor, given: string): Promise<Installed> {
    const installed = await refusing(async () => {
      const bytes = bytesOf(given);
      const kind = kindOfFile(bytes);
      return await database.withActor<LicenceTables, Installed>(actor, async (tx) => {
        // One after the other, so that of two files only the newer one stays.
        await repository.holdClock(tx);
        return await installers[installerOf(kind)](tx, actor, bytes);
      });
    });
    await onChange();
    return installed;
  }

  const installers = { licence: installLicence, 'activation-response': installAnswer, revocations: installRevocations };

  async function installLicence(tx: LicenceTx, actor: PersonActor, bytes: Buffer): Promise<Installed> {
    const revocations = await currentRevocations(tx);
    const { content } = openIssued('licence', bytes, { ...trust, revokedKeys: revocations?.keys ?? [] });
    const newest = await repository.findNewestFile(tx, content.licenceId);
    const now = clock.now();
    const verdict = judgeInstall(content, {
      product: program.product,
      now,
      newest: newest && { seq: Number(newest.seq), serial: newest.serial },
      revocations,
    });
    if (verdict === 'new') {
      await repository.insertFile(tx, await rowOf(tx, actor, content, bytes, now));
      await resetHighWater(tx, now);
    } else await repository.makeCurrent(tx, content.serial, now);
    await record(tx, actor, 'licence.installed', 'licence', content.licenceId, {
      kind: content.kind,
      seq: content.seq,
    });
    return { kind: 'licence', isNew: verdict === 'new' };
  }

  async function rowOf(tx: LicenceTx, actor: PersonActor, content: LicenceDocument, bytes: Buffer, now: Date) {
    const { serial, licenceId, seq, issuedAt } = content;
    const first = await repository.findFirstFile(tx, licenceId);
    return {
      serial,
      licenceId,
      seq: BigInt(seq),
      file: files.sealLicence(serial, bytes),
      issuedAt: new Date(issuedAt),
      installedBy: actor.personId,
      // The days within which it must be activated run from the first file of the licence on.
      installedAt: first?.installedAt ?? now,
      currentSince: now,
      usageBase: await readTotals(tx as Tx),
    };
  }

  async function installAnswer(tx: LicenceTx, actor: PersonActor, bytes: Buffer): Promise<Installed> {
    const revocations = await currentRevocations(tx);
    const { content } = openIssued('activation-response', bytes, { ...trust, revokedKeys: revocations?.keys ?? [] });
    const active = await repository.findActivation(tx, 'active');
    // The same answer once more changes nothing.
    if (active?.activationId === content.activationId) return { kind: 'activation-response', isNew: false };
    const file = await repository.findCurrentFile(tx);
    const pending = await repository.findActivation(tx, 'requested');
    if (!file) throw new LicenceFileError('other_licence', 'no licence is installed');
    const { machine: binding, licenceId } = files.openLicence(file).content;
    judgeActivation(content, {
      licenceId,
      pending: pending?.licenceId === licenceId ? { nonce: pending.nonce, deviceKid: pending.deviceKid } : null,
      seen: fingerprintOf(await machine.marks(), binding?.salt ?? ''),
    });
    const now = clock.now();
    if (active) await repository.updateActivation(tx, active.id, { state: 'replaced' });
    const { activationId, need, fingerprint } = content;
    await repository.updateActivation(tx, pending!.id, {
      activationId,
      need,
      fingerprint,
      state: 'active',
      activatedAt: now,
    });
    await repository.updateClock(tx, { machineFault: null, machineFaultSince: null });
    await epochs.beginForActivation(tx, { activationId, licenceId });
    await record(tx, actor, 'licence.activated', 'activation', activationId, {});
    return { kind: 'activation-response', isNew: true };
  }

  async function installRevocations(tx: LicenceTx, actor: PersonActor, bytes: Buffer): Promise<Installed> {
    const { content } = openIssued('revocations', bytes, trust);
    const newest = await repository.findNewestRevocations(tx);
    if (newest && BigInt(content.seq) < newest.seq)
      throw new LicenceFileError('older_file', `list ${content.seq}, and ${newest.seq} is here`);
    if (newest && BigInt(content.seq) === newest.seq) return { kind: 'revocations', isNew: false };
    const now = clock.now();
    const id = newId(now.getTime());
    const row = {
      id,
      seq: BigInt(content.seq),
      file: files.sealRevocations(id, bytes),
      issuedAt: new Date(content.issuedAt),
      installedAt: now,
    };
    await repository.insertRevocations(tx, row);
    await resetHighWater(tx, now);
    await record(tx, actor, 'licence.revocations_installed', 'revocation_list', id, { seq: content.seq });
    return { kind: 'revocations', isNew: true };
  }

  async function currentRevocations(tx: LicenceTx) {
    const row = await repository.findNewestRevocations(tx);
    return row && files.openRevocations(row);
  }

  /** A newer file knows the time: a clock that once ran ahead does not keep the machine in a future that has not come. */
  async function resetHighWater(tx: LicenceTx, now: Date): Promise<void> {
    const issued = await repository.findLatestIssue(tx);
    const highWater = new Date(Math.max(issued?.getTime() ?? 0, now.getTime()));
    await repository.updateClock(tx, { highWater, clockBackSince: null });
  }

  function record(
    tx: LicenceTx,
    actor: PersonActor,
    action: 'licence.installed' | 'licence.activated' | 'licence.revocations_installed',
    kind: string,
    id: string,
    details: Record<string, string | number>,
  ): Promise<void> {
    return audit.record(tx as Tx, { actor, action, outcome: 'success', objects: [{ kind, id }], details });
  }

  return { install };
}

function bytesOf(given: string): Buffer {
  const text = given.trim();
  const isBase64Alone = /^[A-Za-z0-9+/\s]+=*$/.test(text);
  return readFileBytes(isBase64Alone ? Buffer.from(text, 'base64') : text);
}

function installerOf(kind: DocumentKind | null): Installed['kind'] {
  if (kind === 'licence' || kind === 'activation-response' || kind === 'revocations') return kind;
  throw new LicenceFileError(kind === null ? 'not_a_licence_file' : 'wrong_kind', kind ?? 'unknown');
}
