import { read } from '@nexus/page/api';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Answered, api } from '../../api/client.ts';
import { usableLabelsQuery } from '../../app/labels/labels.queries.ts';

export type LabelSet = Answered<'getLabelSet'>;
export type Level = LabelSet['levels'][number];
export type Part = LabelSet['compartments'][number];
export type Rule = LabelSet['rules'][number];
export type SetChange = Partial<Pick<LabelSet, 'levels' | 'compartments' | 'groups' | 'rules' | 'baselineLevelId'>>;

export const labelSetQuery = queryOptions({
  queryKey: ['label-set'],
  queryFn: (): Promise<LabelSet> => read(api.GET('/api/v1/label-set')),
});

/** Changes a part of the set; refused when another officer changed it meanwhile, and then shown as it is now. */
export function useChangeSet(set: LabelSet) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: SetChange) => {
      const { levels, compartments, groups, rules, baselineLevelId } = { ...set, ...change };
      const body = {
        levels: levels.map(({ id, text, mark, colour }) => ({ id, text, mark, colour })),
        compartments,
        groups,
        rules,
        baselineLevelId,
      };
      return read(api.PUT('/api/v1/label-set', { params: { header: { 'If-Match': `"v${set.version}"` } }, body }));
    },
    onSettled: () =>
      Promise.all([labelSetQuery, usableLabelsQuery].map(({ queryKey }) => queries.invalidateQueries({ queryKey }))),
  });
}

export function useChooseSet() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (code: string) => read(api.PUT('/api/v1/label-set/choice', { body: { code } })),
    onSuccess: () => queries.invalidateQueries(),
  });
}

/** A level as a badge shows it. */
export function asBadge({ text, colour }: Pick<Level, 'text' | 'colour'>) {
  return { text: text.es, textEn: text.en, colour };
}
