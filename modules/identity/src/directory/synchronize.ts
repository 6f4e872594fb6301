import { systemActor } from '@nexus/kernel';
import * as identities from '../identities.repository.ts';
import type { IdentityParts, IdentityTx } from '../identity.parts.ts';
import { sealedSources } from '../sealed-sources.ts';
import { listActiveSources, markChecked } from '../sources.repository.ts';
import { findById } from './accounts.ts';
import { bindAsReader, DirectoryFault, withDirectory } from './directory-client.ts';
import type { DirectorySource } from './directory-sign-in.service.ts';
import { groupsOf, proposedRoles } from './groups.ts';

export type CheckReport = { checked: number; suspended: number; outcome: string };

const job = 'identity.synchronize';
/** So many accounts do not vanish in an hour; a wrong base or filter looks just like it. */
const mostVanished = { count: 3, share: 0.2 };

/**
 * Compares linked people with their directory: who is gone or switched off there is suspended here. A directory that does not answer, or that suddenly
 * knows hardly anybody, suspends nobody.
 */
export function createSynchronization(parts: IdentityParts) {
  const { database, people, audit, clock, logger } = parts;
  const sealed = sealedSources(parts.sealer);

  async function synchronizeAll(): Promise<void> {
    const rows = await database.withWorker(job, (tx: IdentityTx) => listActiveSources(tx));
    for (const source of rows.map(sealed.openSource)) {
      if (source.kind === 'directory') await synchronize(source);
    }
  }

  async function synchronize(directory: DirectorySource): Promise<CheckReport> {
    const report = await compare(directory).catch((error: unknown): CheckReport => {
      if (!(error instanceof DirectoryFault)) throw error;
      logger.warn('accounts could not be compared with the directory', { code: error.code, error: error.cause });
      return { checked: 0, suspended: 0, outcome: error.code };
    });
    await database.withWorker(job, async (tx: IdentityTx) => {
      await markChecked(tx, directory.id, { at: clock.now(), outcome: report.outcome });
      if (report.checked === 0) return;
      const { checked, suspended, outcome } = report;
      await audit.record(tx, {
        actor: systemActor(job),
        action: 'sign_in_source.synchronized',
        outcome: outcome === 'done' ? 'success' : 'failed',
        ...(outcome === 'done' ? {} : { reason: outcome }),
        objects: [{ kind: 'sign_in_source', id: directory.id }],
        details: { checked, suspended },
      });
    });
    return report;
  }

  async function compare({ id, settings }: DirectorySource): Promise<CheckReport> {
    const linked = await database.withWorker(job, (tx: IdentityTx) => identities.listIdentities(tx, id));
    if (linked.length === 0) return { checked: 0, suspended: 0, outcome: 'done' };
    const gone: { personId: string; reason: string }[] = [];
    await withDirectory(settings, async (client) => {
      await bindAsReader(client, settings);
      for (const row of linked) {
        const { personId } = row;
        const account = await findById(client, settings, sealed.openSubject(id, row.subject));
        if (account === null) gone.push({ personId, reason: 'gone_from_directory' });
        else if (account.isDisabled) gone.push({ personId, reason: 'disabled_in_directory' });
        else {
          const roles = proposedRoles(settings, await groupsOf(client, settings, account.dn));
          const seen = { at: row.lastSeenAt ?? clock.now(), proposedRoles: roles };
          await database.withWorker(job, (tx: IdentityTx) => identities.markSeen(tx, { sourceId: id, personId }, seen));
        }
      }
    });
    const vanished = gone.filter(({ reason }) => reason === 'gone_from_directory').length;
    if (vanished > mostVanished.count && vanished > linked.length * mostVanished.share) {
      logger.error('so many accounts are missing from the directory that nobody was suspended', { vanished });
      return { checked: linked.length, suspended: 0, outcome: 'too_many_missing' };
    }
    let suspended = 0;
    for (const { personId, reason } of gone) {
      const isDone = await people.suspendVanished(job, personId, reason).catch((error: unknown) => {
        // The last administrator stays, whatever a directory says.
        logger.error('somebody whom the directory does not know could not be suspended', { personId, error });
        return false;
      });
      if (isDone) suspended += 1;
    }
    return { checked: linked.length, suspended, outcome: 'done' };
  }

  return { synchronize, synchronizeAll };
}
