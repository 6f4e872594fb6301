import type { Tx } from '@nexus/db';
import type { PersonActor } from '@nexus/kernel';
import { DocumentNotFoundError } from './documents.errors.ts';
import type { SpaceRole } from './documents.policy.ts';
import type { Access, AccessPort, SpacesPort } from './documents.ports.ts';
import * as repository from './documents.repository.ts';
import type { DocumentsTables } from './documents.tables.ts';

export type DocumentAccess = repository.DocumentWithVersion & { role: SpaceRole; access: Access };

export type AccessRules = { spaces: SpacesPort; accessOf: AccessPort };

/**
 * A document that the person may read, with the given version or else the newest one.
 * @throws DocumentNotFoundError also for what exists in a space of others or above the person, and for the version of another document.
 */
export async function getReadable(
  tx: Tx<DocumentsTables>,
  { spaces, accessOf }: AccessRules,
  actor: PersonActor,
  documentId: string,
  versionId?: string,
): Promise<DocumentAccess> {
  const [found] = await repository.findDocuments(tx, [documentId]);
  const access = await accessOf(tx as Tx);
  if (!found || !access.mayRead(found.document.spaceId, found.document.labelId)) throw new DocumentNotFoundError();
  const membership = await spaces.findMembership(tx as Tx, actor.personId, found.document.spaceId);
  if (!membership) throw new DocumentNotFoundError();
  if (versionId === undefined || versionId === found.latest.id) return { ...found, role: membership.role, access };
  const [version] = await repository.findVersions(tx, [versionId]);
  if (version?.documentId !== documentId) throw new DocumentNotFoundError();
  return { document: found.document, latest: version, role: membership.role, access };
}
