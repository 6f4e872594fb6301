import type { SealedTable } from '@nexus/db';

/** What people asked, under the system's key: a conversation may run over several spaces. */
export const answersSealed: readonly SealedTable[] = [
  {
    name: 'conversations',
    space: 'system',
    key: { id: 'uuid' },
    columns: [{ name: 'title', kind: 'conversations.title', objectId: 'id' }],
  },
  {
    name: 'questions',
    space: 'system',
    key: { id: 'uuid' },
    columns: [
      { name: 'text', kind: 'questions.text', objectId: 'id' },
      { name: 'searched_text', kind: 'questions.searched_text', objectId: 'id' },
      { name: 'corrections', kind: 'questions.corrections', objectId: 'id' },
    ],
  },
  {
    name: 'feedback',
    space: 'system',
    key: { question_id: 'uuid', person_id: 'uuid' },
    columns: [{ name: 'note', kind: 'feedback.note', objectId: 'question_id' }],
  },
];
