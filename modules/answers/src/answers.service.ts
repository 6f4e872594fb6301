import type { Answering } from '@nexus/answering';
import type { Database, Tx } from '@nexus/db';
import { type Clock, decodeCursor, type Page, type PersonActor, pageOf, StaleVersionError } from '@nexus/kernel';
import type { AnsweredQuestion, CitedQuote } from './answer-view.model.ts';
import { CitationNotFoundError, ConversationNotFoundError, QuestionNotFoundError } from './answers.errors.ts';
import { frameOf } from './answers.frames.ts';
import type {
  AccessPort,
  AuditPort,
  CardsPort,
  KeyringPort,
  LabelsPort,
  LabelView,
  LicencePort,
  RetrievalPort,
} from './answers.ports.ts';
import * as repository from './answers.repository.ts';
import type { AnswersTables, CitationRow, ConversationRow, QuestionRow, Verdict } from './answers.tables.ts';
import { candidateIdOf, citedQuote } from './citations.ts';
import { openCorrections } from './corrections.ts';

export type AnswersDependencies = {
  database: Pick<Database, 'withActor'>;
  retrieval: RetrievalPort;
  answering: Answering;
  keyring: KeyringPort;
  accessOf: AccessPort;
  labels: LabelsPort;
  cards: CardsPort;
  licence: LicencePort;
  audit: AuditPort;
  clock: Clock;
};

export type Conversation = {
  id: string;
  /** The one space that it runs over; null when its questions go to every space. */
  spaceId: string | null;
  /** Of all that its answers hold; it only rises. */
  label: LabelView;
  title: string;
  pinned: boolean;
  version: number;
  createdAt: Date;
  updatedAt: Date;
};
export type ConversationChange = { title?: string | undefined; pinned?: boolean | undefined };
export type OpenedCitation = { citation: CitedQuote; passage: string; headings: readonly string[] };

export type AnswersService = ReturnType<typeof createAnswersService>;

/** Conversations after the fact: what was asked, with quotations put back in as far as the person may still read them. */
export function createAnswersService(dependencies: AnswersDependencies) {
  const { database, retrieval, keyring, accessOf, labels, cards, audit, clock } = dependencies;
  const act = <R>(actor: PersonActor, run: (tx: Tx<AnswersTables>) => Promise<R>) =>
    database.withActor<AnswersTables, R>(actor, run);
  const sealer = () => keyring.system();

  function openConversation(row: ConversationRow): Conversation {
    const title = sealer().openText({ kind: 'conversations.title', objectId: row.id }, row.title);
    const { id, spaceId, pinned, version, createdAt, updatedAt } = row;
    return { id, spaceId, label: labels.viewOf(row.labelId), title, pinned, version, createdAt, updatedAt };
  }

  async function reachOf(tx: Tx<AnswersTables>, actor: PersonActor): Promise<repository.Reach> {
    return { personId: actor.personId, labelIds: (await accessOf(tx as Tx)).labelIds };
  }

  async function getConversationRow(tx: Tx<AnswersTables>, actor: PersonActor, conversationId: string) {
    const row = await repository.findConversation(tx, await reachOf(tx, actor), conversationId);
    if (!row) throw new ConversationNotFoundError();
    return row;
  }

  async function record(tx: Tx<AnswersTables>, actor: PersonActor, action: string, kind?: string, id?: string) {
    const objects = kind && id ? [{ kind, id }] : [];
    await audit.record(tx as Tx, { actor, action, outcome: 'success', objects });
  }

  /** Passages and document cards of citations, as far as the actor may read them. */
  async function sourcesOf(tx: Tx<AnswersTables>, rows: readonly CitationRow[]) {
    const keys = new Map(
      rows.map((row) => [`${row.sourceId}.${row.passage}`, { sourceId: row.sourceId, ordinal: row.passage }]),
    );
    const opened = await retrieval.open(tx as Tx, [...keys.values()]);
    const cardOf = await cards.cardsOf(tx as Tx, [...new Set(opened.map((passage) => passage.sourceId))]);
    return { passages: new Map(opened.map((passage) => [candidateIdOf(passage), passage])), cardOf };
  }

  async function readableCitations(tx: Tx<AnswersTables>, questionIds: readonly string[]): Promise<CitationRow[]> {
    const access = await accessOf(tx as Tx);
    const rows = await repository.listCitations(tx, questionIds);
    return rows.filter(({ spaceId, labelId }) => access.mayRead(spaceId, labelId));
  }

  async function rehydrate(tx: Tx<AnswersTables>, questions: readonly QuestionRow[]): Promise<AnsweredQuestion[]> {
    const ids = questions.map((question) => question.id);
    const rows = await readableCitations(tx, ids);
    const feedback = new Map((await repository.listFeedback(tx, ids)).map((row) => [row.questionId, row.verdict]));
    const { passages, cardOf } = await sourcesOf(tx, rows);
    return questions.map((question) => {
      const citations = rows
        .filter((row) => row.questionId === question.id)
        .map((row) => citedQuote(row, passages, cardOf, labels));
      const hasConflict = citations.some((citation) => citation.conflict !== null);
      const frame = frameOf(question.language, question.outcome, hasConflict);
      const context = { objectId: question.id };
      return {
        id: question.id,
        conversationId: question.conversationId,
        label: labels.viewOf(question.labelId),
        text: sealer().openText({ kind: 'questions.text', ...context }, question.text),
        searchedText:
          question.searchedText &&
          sealer().openText({ kind: 'questions.searched_text', ...context }, question.searchedText),
        scope: question.scope,
        language: question.language,
        expects: question.expects,
        outcome: question.outcome,
        lead: frame.lead,
        nearestLead: frame.nearest,
        confidence: question.confidence,
        citations,
        passagesSearched: Number(question.passagesSearched),
        durationMs: question.durationMs,
        askedAt: question.askedAt,
        corrections: openCorrections(sealer(), question.id, question.corrections),
        feedback: feedback.get(question.id) ?? null,
      };
    });
  }

  async function list(
    actor: PersonActor,
    page: { limit: number; cursor?: string | undefined; pinned?: boolean | undefined },
  ): Promise<Page<Conversation>> {
    const [updatedAt, id] = page.cursor ? decodeCursor(page.cursor, 2) : [];
    const before = updatedAt === undefined ? null : { updatedAt: new Date(Number(updatedAt)), id: String(id) };
    const rows = await act(actor, async (tx) => {
      await record(tx, actor, 'conversation.listed');
      return await repository.listConversations(tx, await reachOf(tx, actor), { ...page, before });
    });
    const { items, nextCursor } = pageOf(rows, page.limit, (row) => [row.updatedAt.getTime(), row.id]);
    return { items: items.map(openConversation), nextCursor };
  }

  async function get(
    actor: PersonActor,
    conversationId: string,
  ): Promise<{ conversation: Conversation; questions: AnsweredQuestion[] }> {
    return await act(actor, async (tx) => {
      const row = await getConversationRow(tx, actor, conversationId);
      await record(tx, actor, 'conversation.read', 'conversation', conversationId);
      const questions = await rehydrate(tx, await repository.listQuestions(tx, conversationId));
      return { conversation: openConversation(row), questions };
    });
  }

  /** Renames, pins, unpins; one entry in the log for each. */
  async function change(
    actor: PersonActor,
    conversationId: string,
    expectedVersion: number | null,
    { title, pinned }: ConversationChange,
  ): Promise<Conversation> {
    return await act(actor, async (tx) => {
      const row = await getConversationRow(tx, actor, conversationId);
      const context = { kind: 'conversations.title', objectId: conversationId };
      const isUpdated = await repository.updateConversation(tx, conversationId, expectedVersion ?? row.version, {
        ...(title === undefined ? {} : { title: sealer().sealText(context, title) }),
        ...(pinned === undefined ? {} : { pinned }),
      });
      if (!isUpdated) throw new StaleVersionError('This conversation changed in the meantime. Load it again.');
      if (title !== undefined) await record(tx, actor, 'conversation.renamed', 'conversation', conversationId);
      if (pinned !== undefined) {
        const action = pinned ? 'conversation.pinned' : 'conversation.unpinned';
        await record(tx, actor, action, 'conversation', conversationId);
      }
      return openConversation(await getConversationRow(tx, actor, conversationId));
    });
  }

  async function remove(actor: PersonActor, conversationId: string): Promise<void> {
    await act(actor, async (tx) => {
      if (!(await repository.deleteConversation(tx, await reachOf(tx, actor), conversationId)))
        throw new ConversationNotFoundError();
      await record(tx, actor, 'conversation.deleted', 'conversation', conversationId);
    });
  }

  /** One source of an answer with the whole passage around the quotation. */
  async function openCitation(actor: PersonActor, questionId: string, citationId: string): Promise<OpenedCitation> {
    return await act(actor, async (tx) => {
      const question = await repository.findQuestion(tx, await reachOf(tx, actor), questionId);
      const row = (await readableCitations(tx, [questionId])).find((citation) => citation.id === citationId);
      if (!question || !row) throw new CitationNotFoundError();
      const { passages, cardOf } = await sourcesOf(tx, [row]);
      const found = passages.get(`${row.sourceId}.${row.passage}`);
      const citation = citedQuote(row, passages, cardOf, labels);
      if (!found || !citation.source) throw new CitationNotFoundError();
      await audit.record(tx as Tx, {
        actor,
        action: 'citation.opened',
        outcome: 'success',
        spaceId: row.spaceId,
        labelId: row.labelId,
        objects: [
          { kind: 'question', id: questionId },
          { kind: 'document', id: row.documentId },
        ],
      });
      return { citation, passage: found.passage.text, headings: found.passage.headings };
    });
  }

  /** An answer as the person may read it now, for a file that leaves the server; the log says which documents went along. */
  async function getForExport(
    actor: PersonActor,
    questionId: string,
    format: 'pdf' | 'docx',
  ): Promise<AnsweredQuestion> {
    return await act(actor, async (tx) => {
      const question = await repository.findQuestion(tx, await reachOf(tx, actor), questionId);
      if (!question) throw new QuestionNotFoundError();
      const [answer] = await rehydrate(tx, [question]);
      const documentIds = new Set(answer!.citations.flatMap(({ source }) => (source ? [source.documentId] : [])));
      const spaceIds = question.scope.spaceIds;
      await audit.record(tx as Tx, {
        actor,
        action: 'question.exported',
        outcome: 'success',
        ...(spaceIds?.length === 1 ? { spaceId: spaceIds[0]! } : {}),
        labelId: question.labelId,
        objects: [{ kind: 'question', id: questionId }, ...[...documentIds].map((id) => ({ kind: 'document', id }))],
        details: { format },
      });
      return answer!;
    });
  }

  /** One answer as the person may read it now. */
  async function getQuestion(actor: PersonActor, questionId: string): Promise<AnsweredQuestion> {
    return await act(actor, async (tx) => {
      const question = await repository.findQuestion(tx, await reachOf(tx, actor), questionId);
      if (!question) throw new QuestionNotFoundError();
      await record(tx, actor, 'conversation.read', 'question', questionId);
      const [answer] = await rehydrate(tx, [question]);
      return answer!;
    });
  }

  /** What was derived from a document carries its new label from now on. In the transaction of the job that gives it. */
  async function relabelDerived(tx: Tx, documentId: string, labelId: string): Promise<void> {
    await repository.relabelDerived(tx as Tx<AnswersTables>, documentId, labelId);
  }

  async function giveFeedback(
    actor: PersonActor,
    questionId: string,
    verdict: Verdict,
    note: string | undefined,
  ): Promise<void> {
    await act(actor, async (tx) => {
      if (!(await repository.findQuestion(tx, await reachOf(tx, actor), questionId))) throw new QuestionNotFoundError();
      const sealedNote = note ? sealer().sealText({ kind: 'feedback.note', objectId: questionId }, note) : null;
      const { personId } = actor;
      await repository.upsertFeedback(tx, { questionId, personId, verdict, note: sealedNote, createdAt: clock.now() });
      await record(tx, actor, 'feedback.given', 'question', questionId);
    });
  }

  return { list, get, change, remove, openCitation, getQuestion, getForExport, giveFeedback, relabelDerived };
}
