import { plainText } from '@nexus/kernel/plain-text';
import type { Person } from '../../app/people-queries.ts';

/** Those whose name or address has every word of the query, whatever its accents and capitals. */
export function findPeople(people: readonly Person[], query: string): Person[] {
  const words = plainText(query).split(/\s+/).filter(Boolean);
  return people.filter(({ name, email }) => {
    const text = plainText(`${name} ${email ?? ''}`);
    return words.every((word) => text.includes(word));
  });
}
