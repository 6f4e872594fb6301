import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { peopleQuery } from '../../../app/people-queries.ts';
import { spacesQuery } from '../../../app/queries.ts';

export const shortId = (id: string): string => id.slice(0, 8);

/**
 * What things are called to this reader. The name of a space is content: an officer who is no member of it sees, and types where a name is asked for, the
 * beginning of its id.
 */
export function useKeyNames() {
  const { t } = useTranslation('security');
  const { data: spaces = [] } = useQuery(spacesQuery);
  const { data: people = [] } = useQuery(peopleQuery);
  const nameOfSpace = (spaceId: string) => spaces.find(({ id }) => id === spaceId)?.name ?? null;
  return {
    /** As it is typed to confirm. */
    typed: (spaceId: string): string => nameOfSpace(spaceId) ?? shortId(spaceId),
    space: (spaceId: string): string => nameOfSpace(spaceId) ?? t('keys.spaces.unnamed', { id: shortId(spaceId) }),
    person: (personId: string): string =>
      people.find(({ id }) => id === personId)?.name ?? t('keys.person', { id: shortId(personId) }),
  };
}
