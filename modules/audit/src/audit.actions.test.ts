import { expect, it } from 'vitest';
import { assertActionsKnown, auditActions, isAuditAction } from './audit.actions.ts';

it('lists each action once, as noun.verb', () => {
  expect(new Set(auditActions).size).toBe(auditActions.length);
  for (const action of auditActions) expect(action).toMatch(/^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$/);
  expect(isAuditAction('document.read')).toBe(true);
  expect(isAuditAction('document.eaten')).toBe(false);
  expect(isAuditAction('toString')).toBe(false);
});

it('stops the start for actions that the catalogue does not have, and says whose they are', () => {
  expect(() => assertActionsKnown({ documents: ['document.read'], spaces: ['space.created'] })).not.toThrow();
  const attempt = () => assertActionsKnown({ documents: ['document.read', 'document.eaten'], spaces: ['space.bent'] });
  expect(attempt).toThrow('not in the audit catalogue: document.eaten (documents), space.bent (spaces)');
});
