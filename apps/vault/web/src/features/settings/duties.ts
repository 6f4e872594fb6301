import type { Me } from '@nexus/page';

export type Role = Me['roles'][number];

export const roles: readonly Role[] = ['administrator', 'officer', 'auditor'];

/** What is offered; the server decides again. */
export function mayListPeople(held: readonly Role[]): boolean {
  return held.includes('administrator') || held.includes('officer');
}

export function mayRunSystem(held: readonly Role[]): boolean {
  return held.includes('administrator');
}
