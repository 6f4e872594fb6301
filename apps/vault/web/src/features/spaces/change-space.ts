import { read } from '@nexus/page/api';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { type SpaceSummary, spacesQuery } from '../../app/queries.ts';

export type SpaceChange = {
  name?: string;
  state?: 'active' | 'archived';
  defaultLabelId?: string;
  /** Null: no limit. */
  ceilingLabelId?: string | null;
};

/** Renames, archives, or gives other labels; refused when somebody else changed the space meanwhile, and then shown as it is now. */
export function useChangeSpace(space: SpaceSummary) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: SpaceChange) =>
      read(
        api.PATCH('/api/v1/spaces/{spaceId}', {
          params: { path: { spaceId: space.id }, header: { 'If-Match': `"v${space.version}"` } },
          body: change,
        }),
      ),
    onSettled: () => refreshSpaces(queries),
  });
}

export function refreshSpaces(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey: spacesQuery.queryKey });
}
