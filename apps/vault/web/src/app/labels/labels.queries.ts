import { read } from '@nexus/page/api';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../../api/client.ts';

/** What the person may read and write, and the order of levels between them. */
export type UsableLabels = Answered<'listLabels'>;
/** A label as everything that carries one comes with it. */
export type LabelView = Omit<UsableLabels['labels'][number], 'levelId' | 'compartmentIds' | 'groupIds'>;

export const usableLabelsQuery = queryOptions({
  queryKey: ['labels'],
  staleTime: 60_000,
  queryFn: (): Promise<UsableLabels> => read(api.GET('/api/v1/labels')),
});

/** The label of a combination; the same combination is the same label for ever. */
export async function ensureLabel({ levelId, compartmentIds, groupIds }: LabelParts): Promise<LabelView> {
  const body = {
    levelId,
    compartmentIds: [...compartmentIds],
    groupIds: groupIds && [...groupIds],
  };
  return await read(api.POST('/api/v1/labels', { body }));
}

/** Of what a label is made. */
export type LabelParts = {
  levelId: string;
  compartmentIds: readonly string[];
  /** To whom it may be released: null is everybody, the empty list nobody. */
  groupIds: readonly string[] | null;
};
