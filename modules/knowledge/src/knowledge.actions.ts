/** What this module writes to the audit log. */
export const knowledgeActions = [
  'knowledge_asset.created',
  'knowledge_asset.holding_added',
  'knowledge_asset.holding_ended',
  'knowledge_asset.access_bought',
  'knowledge_rate.created',
  'knowledge_goal.created',
  'knowledge_credit.work_asked',
  'knowledge_credit.work_approved',
  'knowledge_credit.work_refused',
  'knowledge_credit.merit_awarded',
  'knowledge_credit.bought',
] as const;
