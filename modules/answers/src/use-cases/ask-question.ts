import type { Answering, Candidate, Question } from '@nexus/answering';
import type { Sealer } from '@nexus/crypto';
import { type Database, retrySerializable, type Tx } from '@nexus/db';
import { type Clock, newId, type PersonActor } from '@nexus/kernel';
import type { SearchFilters } from '@nexus/search';
import type { AnsweredQuestion } from '../answer-view.model.ts';
import { ConversationNotFoundError, NoClearanceError, NothingAskedError } from '../answers.errors.ts';
import { frameOf } from '../answers.frames.ts';
import type {
  AccessPort,
  AuditPort,
  CardsPort,
  FoundPassage,
  KeyringPort,
  LabelsPort,
  LicencePort,
  RetrievalPort,
} from '../answers.ports.ts';
import * as repository from '../answers.repository.ts';
import type { AnswersTables, ConversationRow } from '../answers.tables.ts';
import { candidateIdOf, citationRows, citedQuote } from '../citations.ts';
import { sealCorrections } from '../corrections.ts';
import { inContext, inConversation } from '../follow-up.ts';

export type AskInput = {
  text: string;
  conversationId?: string | undefined;
  /** Null: every space that the person may read. */
  spaceIds: readonly string[] | null;
  filters?: SearchFilters | undefined;
};

export type AskDependencies = {
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

/** Of the rules that decide what a person may read; goes into the log with every question. */
const policyVersion = 2;

/** A second or two: whoever reclassifies a whole folder is through with the documents of one answer by then. */
const mostAttempts = 12;

/** Passages that are read for an answer, after ranking. */
const candidateLimit = 20;

type AskedQuestion = { question: Question; searchedText: string; isFollowUp: boolean };

/**
 * One question, one transaction: the cells that the person may read, the ranking over them, the passages re-read under row-level security, the
 * answer, its references and the audit entry commit together. Without the entry there is no answer.
 */
export function createAskQuestion(dependencies: AskDependencies) {
  const { database, retrieval, answering, keyring, accessOf, labels, cards, licence, audit, clock } = dependencies;

  /**
   * Everything is read as it is at one moment: a label that changes meanwhile would hide a conversation from its own person, or leave an answer below
   * what it quotes. When the database lets such a change through instead, the question is asked again from the beginning.
   */
  return async function askQuestion(actor: PersonActor, input: AskInput): Promise<AnsweredQuestion> {
    const startedAt = performance.now();
    await licence.ensureNewWork('answers');
    return await retrySerializable(() => askOnce(actor, input, startedAt), mostAttempts);
  };

  function askOnce(actor: PersonActor, input: AskInput, startedAt: number): Promise<AnsweredQuestion> {
    const sealer = keyring.system();
    const inOneTransaction = async (tx: Tx<AnswersTables>): Promise<AnsweredQuestion> => {
      const { labelIds } = await accessOf(tx as Tx);
      if (labelIds.length === 0) throw new NoClearanceError();
      const { conversation, heldLabelId } = await openConversation(tx, { actor, labelIds }, input, sealer);
      const { asked, ordinal } = await understand(tx, conversation, input, sealer);
      if (asked.question.keyTerms.length === 0 && asked.question.anchors.length === 0) throw new NothingAskedError();

      const { text, spaceIds, filters } = input;
      const retrieved = await retrieval.find(tx as Tx, {
        text: asked.searchedText,
        spaceIds,
        filters,
        limit: candidateLimit,
      });
      // Where compartments together demand more than each, what came first counts: the whole answer is one that the person may read.
      const isWithin = await labels.keepWithin(
        tx as Tx,
        heldLabelId,
        retrieved.passages.map(({ labelId }) => labelId),
      );
      const candidates = retrieved.passages.filter((_, index) => isWithin[index]);
      const passages = new Map(candidates.map((passage) => [candidateIdOf(passage), passage]));
      const weightOf = (term: string): number => retrieved.weights.get(term) ?? 0;
      const answer = answering.answer(asked.question, candidates.map(candidateOf), {
        weightOf: asked.isFollowUp ? inConversation(answering.analyzeQuestion(text), weightOf) : weightOf,
        variants: retrieved.variants,
      });

      const questionId = newId();
      const rows = citationRows(questionId, answer, passages);
      const cardOf = await cards.cardsOf(tx as Tx, [...new Set(rows.map((row) => row.sourceId))]);
      const label = await labels.joinOf(
        tx as Tx,
        rows.map(({ labelId }) => labelId),
      );
      const askedAt = clock.now();
      // The question lifts its conversation, in the database.
      if (heldLabelId === null) await repository.insertConversation(tx, { ...conversation, labelId: label.id });
      else await repository.updateConversation(tx, conversation.id, conversation.version, { updatedAt: askedAt });
      const durationMs = performance.now() - startedAt;
      const searchedText = asked.isFollowUp ? asked.searchedText : null;
      const scope = { spaceIds: spaceIds ? [...spaceIds] : null, ...(filters ? { filters: { ...filters } } : {}) };
      const { corrections } = retrieved;
      await repository.insertQuestion(
        tx,
        {
          id: questionId,
          conversationId: conversation.id,
          ordinal,
          personId: actor.personId,
          labelId: label.id,
          text: sealer.sealText({ kind: 'questions.text', objectId: questionId }, text),
          searchedText:
            searchedText === null
              ? null
              : sealer.sealText({ kind: 'questions.searched_text', objectId: questionId }, searchedText),
          corrections: sealCorrections(sealer, questionId, corrections),
          scope,
          language: answer.question.language,
          expects: answer.question.expects,
          outcome: answer.outcome,
          confidence: answer.confidence,
          passagesSearched: BigInt(retrieved.searched),
          durationMs,
          askedAt,
        },
        rows,
      );
      await audit.record(tx as Tx, {
        actor,
        action: 'question.asked',
        outcome: 'success',
        ...(spaceIds?.length === 1 ? { spaceId: spaceIds[0]! } : {}),
        labelId: label.id,
        objects: [
          { kind: 'question', id: questionId },
          ...[...new Set(rows.map((row) => row.documentId))].map((id) => ({ kind: 'document', id })),
        ],
        details: {
          questionHash: sealer.fingerprint('audit.question', text).toString('hex'),
          outcome: answer.outcome,
          considered: retrieved.passages.map(candidateIdOf),
          cited: [
            ...new Set(rows.filter((row) => row.role !== 'nearest').map((row) => `${row.sourceId}.${row.passage}`)),
          ],
          cells: retrieved.cells,
          passagesSearched: retrieved.searched,
          excludedByPolicy: retrieved.withheld + retrieved.passages.length - candidates.length,
          model: 'extractive',
          indexVersion: retrieved.indexVersion,
          policyVersion,
        },
      });

      const frame = frameOf(answer.question.language, answer.outcome, answer.conflicts.length > 0);
      return {
        id: questionId,
        conversationId: conversation.id,
        label,
        text,
        searchedText,
        scope,
        language: answer.question.language,
        expects: answer.question.expects,
        outcome: answer.outcome,
        lead: frame.lead,
        nearestLead: frame.nearest,
        confidence: answer.confidence,
        citations: rows.map((row) => citedQuote(row, passages, cardOf, labels)),
        passagesSearched: retrieved.searched,
        durationMs,
        askedAt,
        corrections,
        feedback: null,
      };
    };
    return database.withActor(actor, inOneTransaction, { isolation: 'repeatable read' });
  }

  async function openConversation(
    tx: Tx<AnswersTables>,
    { actor: { personId }, labelIds }: { actor: PersonActor; labelIds: readonly string[] },
    input: AskInput,
    sealer: Sealer,
  ): Promise<{ conversation: Omit<ConversationRow, 'labelId'>; heldLabelId: string | null }> {
    if (input.conversationId) {
      const reach = { personId, labelIds };
      const conversation = await repository.findConversationForQuestion(tx, reach, input.conversationId);
      if (!conversation) throw new ConversationNotFoundError();
      return { conversation, heldLabelId: conversation.labelId };
    }
    const id = newId();
    const now = clock.now();
    const title = sealer.sealText({ kind: 'conversations.title', objectId: id }, input.text.slice(0, 120));
    const spaceId = input.spaceIds?.length === 1 ? input.spaceIds[0]! : null;
    const conversation = {
      id,
      personId,
      spaceId,
      title,
      pinned: false,
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
    return { conversation, heldLabelId: null };
  }

  async function understand(
    tx: Tx<AnswersTables>,
    conversation: Pick<ConversationRow, 'id'>,
    input: AskInput,
    sealer: Sealer,
  ): Promise<{ asked: AskedQuestion; ordinal: number }> {
    const question = answering.analyzeQuestion(input.text);
    const last = input.conversationId ? await repository.findLastQuestion(tx, conversation.id) : null;
    const ordinal = (last?.ordinal ?? 0) + 1;
    const alone = { asked: { question, searchedText: input.text, isFollowUp: false }, ordinal };
    if (!last) return alone;
    const context = { objectId: last.id };
    const lastText = last.searchedText
      ? sealer.openText({ kind: 'questions.searched_text', ...context }, last.searchedText)
      : sealer.openText({ kind: 'questions.text', ...context }, last.text);
    const searchedText = inContext(question, { searchedText: lastText });
    if (!searchedText) return alone;
    // What is looked for comes from both questions; what kind of thing is asked, from the new one when it says so.
    const combined = answering.analyzeQuestion(searchedText, question.language);
    const expects = question.expects === 'passage' ? combined.expects : question.expects;
    return { asked: { question: { ...combined, expects }, searchedText, isFollowUp: true }, ordinal };
  }
}

function candidateOf(found: FoundPassage): Candidate {
  const { documentId, title, passage, score, day } = found;
  return { id: candidateIdOf(found), documentId, title, headings: passage.headings, text: passage.text, score, day };
}
