import { newId, type PersonActor } from '@nexus/kernel';
import { DrillQuestionNotFoundError } from './backups.errors.ts';
import type { BackupsDependencies, BackupsTx } from './backups.ports.ts';
import * as repository from './backups.repository.ts';

export type DrillQuestionsService = ReturnType<typeof createDrillQuestions>;

export type KnownQuestion = { id: string; text: string; documentId: string; createdAt: Date };

/** Questions that every drill asks the restored copy. Each belongs to who set it, is asked with their rights and seen by nobody else. */
export function createDrillQuestions({
  database,
  keys,
  audit,
  clock,
  documents,
}: Pick<BackupsDependencies, 'database' | 'keys' | 'audit' | 'clock' | 'documents'>) {
  const act = <R>(actor: PersonActor, run: (tx: BackupsTx) => Promise<R>) =>
    database.withActor(actor, (tx) => run(tx as BackupsTx));
  const context = (id: string) => ({ kind: 'drill_questions.question', objectId: id });

  async function add(actor: PersonActor, text: string, documentId: string): Promise<KnownQuestion> {
    if (!(await documents.isReadable(actor, documentId))) throw new DrillQuestionNotFoundError();
    const id = newId();
    const row = {
      id,
      question: keys.system().sealText(context(id), text),
      documentId,
      createdBy: actor.personId,
      createdAt: clock.now(),
    };
    const objects = [{ kind: 'document', id: documentId }];
    await act(actor, async (tx) => {
      await repository.insertDrillQuestion(tx, row);
      await audit.record(tx, { actor, action: 'backup.drill_question_added', outcome: 'success', objects });
    });
    return { id, text, documentId, createdAt: row.createdAt };
  }

  async function list(actor: PersonActor): Promise<KnownQuestion[]> {
    const rows = await act(actor, (tx) => repository.listDrillQuestions(tx));
    return rows.map(({ id, question, documentId, createdAt }) => ({
      id,
      text: keys.system().openText(context(id), question),
      documentId,
      createdAt,
    }));
  }

  async function remove(actor: PersonActor, questionId: string): Promise<void> {
    await act(actor, async (tx) => {
      if (!(await repository.deleteDrillQuestion(tx, questionId))) throw new DrillQuestionNotFoundError();
      const objects = [{ kind: 'drill_question', id: questionId }];
      await audit.record(tx, { actor, action: 'backup.drill_question_removed', outcome: 'success', objects });
    });
  }

  return { add, list, remove };
}
