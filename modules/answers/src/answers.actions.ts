/** What this module writes to the audit log. */
export const answersActions = [
  'question.asked',
  'question.exported',
  'conversation.listed',
  'conversation.read',
  'conversation.renamed',
  'conversation.pinned',
  'conversation.unpinned',
  'conversation.deleted',
  'citation.opened',
  'feedback.given',
] as const;
