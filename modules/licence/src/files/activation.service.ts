import { randomBytes } from 'node:crypto';
import type { Database, Tx } from '@nexus/db';
import { type Clock, newId, type PersonActor } from '@nexus/kernel';
import { armour, fingerprintOf, newSigningKey, privatePemOf, signByDevice } from '@nexus/licence-file';
import { NoLicenceError, NotActivatedError, NotBoundError, refusing } from '../licence.errors.ts';
import type { AuditPort, MachinePort, ProgramPort } from '../licence.ports.ts';
import * as repository from '../licence.repository.ts';
import type { LicenceTables, LicenceTx } from '../licence.tables.ts';
import { countersOf } from '../usage/counters.ts';
import { findLatestEpoch } from '../usage/usage.repository.ts';
import { instant } from './instant.ts';
import type { SealedFiles } from './sealed-files.ts';

export type ActivationDependencies = {
  database: Pick<Database, 'withActor'>;
  files: SealedFiles;
  machine: MachinePort;
  program: ProgramPort;
  audit: AuditPort;
  clock: Clock;
  onChange: () => Promise<void>;
};

/** A file to be carried to the issuer. */
export type WrittenFile = { name: string; text: string };

export function createActivationService(dependencies: ActivationDependencies) {
  const { database, files, machine, program, audit, clock, onChange } = dependencies;

  /** Writes a request with a key of its own. One that was written before is void: only the last one can be answered. */
  async function request(actor: PersonActor): Promise<WrittenFile> {
    const marks = await machine.marks();
    return await refusing(() =>
      inTx(actor, async (tx) => {
        const row = await repository.findCurrentFile(tx);
        if (!row) throw new NoLicenceError();
        const { content } = files.openLicence(row);
        if (content.machine === null) throw new NotBoundError();
        const key = newSigningKey();
        const now = clock.now();
        const id = newId(now.getTime());
        const nonce = randomBytes(32).toString('hex');
        const fingerprint = fingerprintOf(marks, content.machine.salt);
        const { licenceId, serial } = content;
        const text = armour(
          signByDevice(
            'activation-request',
            {
              issuedAt: instant(now),
              licenceId,
              serial,
              product: program.product,
              publicKey: key.bytes.toString('base64'),
              nonce,
              machineName: machine.name().slice(0, 200) || 'nexus',
              fingerprint,
            },
            key,
          ),
        );
        const open = await repository.findActivation(tx, 'requested');
        if (open) await repository.updateActivation(tx, open.id, { state: 'replaced' });
        await repository.insertActivation(tx, {
          id,
          licenceId,
          nonce,
          deviceKid: key.kid,
          deviceKey: files.deviceKey.seal(id, privatePemOf(key)),
          fingerprint,
          need: null,
          activationId: null,
          state: 'requested',
          request: files.request.seal(id, text),
          receipt: null,
          requestedAt: now,
          activatedAt: null,
          deactivatedAt: null,
        });
        await record(tx, actor, 'licence.activation_asked', 'licence', licenceId);
        return { name: `nexus-activacion-${licenceId.slice(-8)}.txt`, text };
      }),
    );
  }

  /** Frees the seat: signs the receipt that the issuer wants to see, and does no new work from then on. */
  async function deactivate(actor: PersonActor): Promise<WrittenFile> {
    const written = await inTx(actor, async (tx) => {
      const active = await repository.findActivation(tx, 'active');
      if (!active?.activationId) throw new NotActivatedError();
      const epoch = (await findLatestEpoch(tx))!;
      const row = await repository.findCurrentFile(tx);
      const now = clock.now();
      const { activationId, licenceId, nonce, id } = active;
      const text = armour(
        signByDevice(
          'deactivation-receipt',
          {
            issuedAt: instant(now),
            activationId,
            licenceId,
            nonce,
            epoch: epoch.epoch,
            reports: epoch.reports,
            counters: await countersOf(tx as Tx, epoch, row ? files.openLicence(row).content.meteredUnits : []),
          },
          files.signingKeyOf(active),
        ),
      );
      await repository.updateActivation(tx, id, {
        state: 'deactivated',
        deactivatedAt: now,
        receipt: files.receipt.seal(id, text),
      });
      await record(tx, actor, 'licence.deactivated', 'activation', activationId);
      return { name: `nexus-baja-${activationId.slice(-8)}.txt`, text };
    });
    await onChange();
    return written;
  }

  /** The request that waits for its answer, or the receipt of the last deactivation; null when there is none. */
  async function openFile(actor: PersonActor, kind: 'request' | 'receipt'): Promise<WrittenFile | null> {
    return await inTx(actor, async (tx) => {
      if (kind === 'request') {
        const open = await repository.findActivation(tx, 'requested');
        return (
          open && {
            name: `nexus-activacion-${open.licenceId.slice(-8)}.txt`,
            text: files.request.open(open.id, open.request),
          }
        );
      }
      const row = await repository.findCurrentFile(tx);
      const last = row && (await repository.findLastActivation(tx, row.licenceId));
      if (!last?.receipt) return null;
      return {
        name: `nexus-baja-${last.activationId!.slice(-8)}.txt`,
        text: files.receipt.open(last.id, last.receipt),
      };
    });
  }

  function inTx<R>(actor: PersonActor, run: (tx: LicenceTx) => Promise<R>): Promise<R> {
    return database.withActor<LicenceTables, R>(actor, async (tx) => {
      await repository.holdClock(tx);
      return await run(tx);
    });
  }

  function record(
    tx: LicenceTx,
    actor: PersonActor,
    action: 'licence.activation_asked' | 'licence.deactivated',
    kind: string,
    id: string,
  ): Promise<void> {
    return audit.record(tx as Tx, { actor, action, outcome: 'success', objects: [{ kind, id }] });
  }

  return { request, deactivate, openFile };
}
