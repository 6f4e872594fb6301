import { anonymous, ForbiddenError, InvalidInputError, newId, type PersonActor } from '@nexus/kernel';
import { testCards } from './cards/test-cards.ts';
import { createSynchronization } from './directory/synchronize.ts';
import { testDirectory } from './directory/test-directory.ts';
import * as identities from './identities.repository.ts';
import { SourceNotFoundError } from './identity.errors.ts';
import type { IdentityParts, IdentityTx } from './identity.parts.ts';
import type { OpenDestinations } from './open-destinations.ts';
import { testProvider } from './provider/test-provider.ts';
import { sealedSources } from './sealed-sources.ts';
import type { Check } from './source-check.ts';
import * as sources from './sources.repository.ts';
import {
  clearTextFault,
  publicSettings,
  type Source,
  type SourceSettings,
  withKeptSecret,
} from './sources.settings.ts';

/** Ways to come in, as an administrator keeps them. */
export function createSourcesService(parts: IdentityParts, destinations: OpenDestinations) {
  const { database, audit, people, clock, clientCertificates } = parts;
  const sealed = sealedSources(parts.sealer);
  const synchronization = createSynchronization(parts);

  /** Those that are on, for the sign-in page and the checks behind it. */
  async function listActive(): Promise<Source[]> {
    const rows = await database.withActor(anonymous, (tx: IdentityTx) => sources.listActiveSources(tx));
    return rows.map(sealed.openSource);
  }

  async function findActive<Kind extends Source['kind']>(
    kind: Kind,
    id?: string,
  ): Promise<Extract<Source, { kind: Kind }> | null> {
    const found = (await listActive()).find((source) => source.kind === kind && (id === undefined || source.id === id));
    return (found as Extract<Source, { kind: Kind }> | undefined) ?? null;
  }

  async function listForAdministrator(actor: PersonActor) {
    const { rows, links } = await database.withActor(actor, async (tx: IdentityTx) => {
      await ensureAdministrator(tx);
      return { rows: await sources.listSources(tx), links: await identities.listIdentities(tx) };
    });
    return rows.map((row) => ({
      id: row.id,
      isOn: row.isOn,
      version: row.version,
      ...publicSettings(sealed.openSource(row)),
      hasSecret: hasSecret(sealed.openSource(row)),
      linkedPeople: links.filter(({ sourceId }) => sourceId === row.id).length,
      checkedAt: row.checkedAt?.toISOString() ?? null,
      checkOutcome: row.checkOutcome,
    }));
  }

  /** @throws InvalidInputError, ForbiddenError, SourceStateError */
  async function create(actor: PersonActor, input: SourceSettings & { isOn: boolean }): Promise<{ id: string }> {
    ensureSafe(input);
    const at = clock.now();
    const id = newId(at.getTime());
    await database.withActor(actor, async (tx: IdentityTx) => {
      await ensureAdministrator(tx);
      const settings = sealed.sealSettings(id, input);
      await sources.insertSource(tx, { id, kind: input.kind, isOn: input.isOn, settings, createdAt: at });
      await record(tx, actor, 'sign_in_source.created', id, { kind: input.kind, isOn: input.isOn });
    });
    await destinations.refresh();
    return { id };
  }

  async function change(actor: PersonActor, id: string, input: SourceSettings & { isOn: boolean }): Promise<void> {
    ensureSafe(input);
    await database.withActor(actor, async (tx: IdentityTx) => {
      await ensureAdministrator(tx);
      const before = await sources.findSource(tx, id);
      if (before === null || before.kind !== input.kind) throw new SourceNotFoundError('There is no such source.');
      const settings = sealed.sealSettings(id, withKeptSecret(input, sealed.openSource(before)));
      await sources.updateSource(tx, id, { isOn: input.isOn, settings, at: clock.now() });
      await record(tx, actor, 'sign_in_source.changed', id, { kind: input.kind, isOn: input.isOn });
    });
    await destinations.refresh();
  }

  /** With everybody's link to it; the people stay. */
  async function remove(actor: PersonActor, id: string): Promise<void> {
    await database.withActor(actor, async (tx: IdentityTx) => {
      await ensureAdministrator(tx);
      if (!(await sources.deleteSource(tx, id))) throw new SourceNotFoundError('There is no such source.');
      await record(tx, actor, 'sign_in_source.deleted', id, {});
    });
    await destinations.refresh();
  }

  /** Tries settings, kept or not yet. A secret that is not given is that of `sourceId`, if the address is the same. */
  async function tryOut(
    actor: PersonActor,
    input: SourceSettings,
    { sourceId, login }: { sourceId?: string | undefined; login?: string | undefined },
  ): Promise<Check[]> {
    ensureSafe(input);
    const settings = await database.withActor(actor, async (tx: IdentityTx) => {
      await ensureAdministrator(tx);
      const before = sourceId === undefined ? null : await sources.findSource(tx, sourceId);
      // Recorded before anything goes out: trying addresses is looking around in a network.
      await record(tx, actor, 'sign_in_source.tested', sourceId ?? null, { kind: input.kind });
      return before === null ? input : withKeptSecret(input, sealed.openSource(before));
    });
    if (settings.kind === 'cards') return testCards(clientCertificates());
    const address = settings.kind === 'directory' ? settings.settings.url : settings.settings.issuer;
    return destinations.during(settings.kind, address, () =>
      settings.kind === 'directory' ? testDirectory(settings.settings, login) : testProvider(settings.settings),
    );
  }

  /** Compares the accounts of a directory now. */
  async function synchronizeNow(actor: PersonActor, id: string) {
    const row = await database.withActor(actor, async (tx: IdentityTx) => {
      await ensureAdministrator(tx);
      return sources.findSource(tx, id);
    });
    const source = row === null ? null : sealed.openSource(row);
    if (source?.kind !== 'directory') throw new SourceNotFoundError('There is no such directory.');
    return synchronization.synchronize(source);
  }

  /** Whose account is where, and the duties that groups speak for. For administrators and officers. */
  async function listLinks(actor: PersonActor) {
    const { links, names } = await database.withActor(actor, async (tx: IdentityTx) => ({
      links: await identities.listIdentities(tx),
      names: new Map((await sources.listSources(tx)).map((row) => [row.id, sealed.openSource(row).settings.name])),
    }));
    return Promise.all(
      links.map(async ({ sourceId, personId, lastSeenAt, proposedRoles }) => {
        const held = proposedRoles.length === 0 ? [] : ((await people.findRoles(actor, personId)) ?? proposedRoles);
        return {
          personId,
          sourceId,
          sourceName: names.get(sourceId) ?? '',
          lastSeenAt: lastSeenAt?.toISOString() ?? null,
          proposedRoles: proposedRoles.filter((role) => !held.includes(role)) as (
            | 'administrator'
            | 'officer'
            | 'auditor'
          )[],
        };
      }),
    );
  }

  /** Says whose an account or card is. Not one's own: that is for another administrator. */
  async function linkPerson(actor: PersonActor, sourceId: string, personId: string, subject: string): Promise<void> {
    await database.withActor(actor, async (tx: IdentityTx) => {
      await ensureAdministrator(tx);
      if (actor.personId === personId) throw new ForbiddenError('Another administrator links your own account.');
      const row = await sources.findSource(tx, sourceId);
      if (row === null) throw new SourceNotFoundError('There is no such source.');
      const comparable = comparableSubject(sealed.openSource(row), subject);
      await identities.deleteIdentity(tx, sourceId, personId);
      await identities.insertIdentity(tx, {
        sourceId,
        personId,
        subjectFingerprint: sealed.subjectFingerprint(sourceId, comparable),
        subject: sealed.sealSubject(sourceId, comparable),
        linkedAt: clock.now(),
      });
      await record(tx, actor, 'identity.linked', sourceId, { by: 'administrator' }, personId);
    });
  }

  async function unlinkPerson(actor: PersonActor, sourceId: string, personId: string): Promise<void> {
    await database.withActor(actor, async (tx: IdentityTx) => {
      await ensureAdministrator(tx);
      if (!(await identities.deleteIdentity(tx, sourceId, personId)))
        throw new SourceNotFoundError('This person has no account of this source.');
      await record(tx, actor, 'identity.unlinked', sourceId, {}, personId);
    });
  }

  async function record(
    tx: IdentityTx,
    actor: PersonActor,
    action: Parameters<typeof audit.record>[1]['action'],
    sourceId: string | null,
    details: Record<string, string | boolean>,
    personId?: string,
  ): Promise<void> {
    const objects = [
      ...(sourceId === null ? [] : [{ kind: 'sign_in_source', id: sourceId }]),
      ...(personId === undefined ? [] : [{ kind: 'person', id: personId }]),
    ];
    await audit.record(tx, { actor, action, outcome: 'success', objects, details });
  }

  return {
    listActive,
    findActive,
    listForAdministrator,
    create,
    change,
    remove,
    tryOut,
    synchronizeNow,
    synchronizeAll: synchronization.synchronizeAll,
    listLinks,
    linkPerson,
    unlinkPerson,
  };
}

/** The routes ask for the duty; a role may have been taken since. */
async function ensureAdministrator(tx: IdentityTx): Promise<void> {
  if (!(await sources.isAdministrator(tx))) throw new ForbiddenError('Your role does not include this.');
}

function ensureSafe(input: SourceSettings): void {
  const fault = clearTextFault(input);
  if (fault !== null) throw new InvalidInputError(fault);
}

function hasSecret(source: SourceSettings): boolean {
  if (source.kind === 'directory') return Boolean(source.settings.bindPassword);
  return source.kind === 'provider' && Boolean(source.settings.clientSecret);
}

/** As it would come from the source. */
function comparableSubject(source: Source, subject: string): string {
  if (source.kind === 'cards')
    return source.settings.attribute === 'fingerprint'
      ? subject.replaceAll(':', '').toLowerCase()
      : subject.toUpperCase();
  return source.kind === 'directory'
    ? subject.toLowerCase()
    : `${source.settings.issuer.replace(/\/$/, '')} ${subject}`;
}
