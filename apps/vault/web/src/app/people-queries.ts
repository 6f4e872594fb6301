import { read } from '@nexus/page/api';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../api/client.ts';

export type Person = Answered<'listPeople'>['items'][number];

/** Everybody: names are sealed where they are stored, so sorting and searching happen here. */
export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: async (): Promise<Person[]> => {
    const people: Person[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 200, ...(cursor ? { cursor } : {}) };
      const page = await read(api.GET('/api/v1/people', { params: { query } }));
      people.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return people.sort((a, b) => a.name.localeCompare(b.name, 'es'));
  },
});
