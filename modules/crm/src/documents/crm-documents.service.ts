import { createHash } from 'node:crypto';
import { newId, type PersonActor } from '@nexus/kernel';
import { DocumentNotFoundError } from '../crm.errors.ts';
import { type ActAs, type CrmDependencies, ensureMay } from '../crm.parts.ts';
import { mayWork } from '../crm.policy.ts';
import { findSubject, type Subject } from '../subject.ts';
import * as repository from './crm-documents.repository.ts';

export type IncomingFile = { name: string; claimedType: string; content: AsyncIterable<Uint8Array> };

export type CrmDocumentsService = ReturnType<typeof createCrmDocumentsService>;

const keyOf = (id: string) => `crm/documents/${id}`;

export function createCrmDocumentsService({ blobs, keyring, audit, clock }: CrmDependencies, act: ActAs) {
  const contextOf = (id: string) => ({ kind: 'crm_documents.file', objectId: id });

  async function list(actor: PersonActor, subject: Subject): Promise<repository.CrmDocumentRow[]> {
    return await act(actor, async (tx) => {
      await findSubject(tx, subject);
      return await repository.listDocuments(tx, subject);
    });
  }

  /** The file is sealed as it arrives; the row comes last, so that there is never one without its file. */
  async function add(actor: PersonActor, subject: Subject, file: IncomingFile): Promise<repository.CrmDocumentRow> {
    const found = await act(actor, async (tx, acting) => {
      ensureMay(mayWork(acting));
      return await findSubject(tx, subject);
    });
    const now = clock.now();
    const id = newId(now.getTime());
    const hash = createHash('sha256');
    let bytes = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const chunk of file.content) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    }
    await blobs.write(keyOf(id), keyring.system().sealStream(contextOf(id), counted()));
    const row: repository.CrmDocumentRow = {
      ...found,
      id,
      name: file.name.replace(/^.*[/\\]/, '') || 'document',
      mediaType: file.claimedType,
      bytes: BigInt(bytes),
      sha256: hash.digest('hex'),
      addedBy: actor.personId,
      addedAt: now,
    };
    try {
      await act(actor, async (tx) => {
        await repository.insertDocument(tx, row);
        const objects = [{ kind: 'crm_document', id }];
        await audit.record(tx, {
          actor,
          action: 'crm_document.added',
          outcome: 'success',
          objects,
          details: { bytes },
        });
      });
    } catch (error) {
      await blobs.remove(keyOf(id));
      throw error;
    }
    return row;
  }

  async function open(
    actor: PersonActor,
    id: string,
  ): Promise<{ document: repository.CrmDocumentRow; content: AsyncIterable<Buffer> }> {
    const document = await act(actor, (tx) => repository.findDocument(tx, id));
    if (!document) throw new DocumentNotFoundError();
    return { document, content: keyring.system().openStream(contextOf(id), blobs.read(keyOf(id))) };
  }

  /** The row stays as a trace of what was there; the file goes. */
  async function remove(actor: PersonActor, id: string): Promise<void> {
    await act(actor, async (tx, acting) => {
      ensureMay(mayWork(acting));
      if (!(await repository.removeDocument(tx, id, actor.personId, clock.now()))) throw new DocumentNotFoundError();
      const objects = [{ kind: 'crm_document', id }];
      await audit.record(tx, { actor, action: 'crm_document.removed', outcome: 'success', objects });
    });
    await blobs.remove(keyOf(id));
  }

  return { list, add, open, remove };
}
