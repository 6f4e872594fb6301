import { read } from '@nexus/page/api';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client.ts';

/** Names of the people of a space; null for who is no longer among them. */
export function useMembers(spaceId: string): (personId: string) => string | null {
  const { data } = useQuery({
    queryKey: ['spaces', spaceId, 'members', 'names'],
    queryFn: () => read(api.GET('/api/v1/spaces/{spaceId}/members', { params: { path: { spaceId } } })),
    staleTime: 60_000,
  });
  return (personId) => data?.items.find((member) => member.personId === personId)?.name ?? null;
}
