import { read } from '@nexus/page/api';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../../api/client.ts';

export type Backups = Answered<'getBackups'>;
export type BackupTarget = Backups['targets'][number];
export type BackupRun = BackupTarget['openRuns'][number];

const isBusy = (backups: Backups | undefined) => backups?.targets.some(({ openRuns }) => openRuns.length > 0);

export const backupsQuery = queryOptions({
  queryKey: ['backups'],
  queryFn: () => read(api.GET('/api/v1/backups')),
  refetchInterval: ({ state }) => (isBusy(state.data) ? 1_000 : 10_000),
});

export const backupRunsQuery = queryOptions({
  queryKey: ['backups', 'runs'],
  queryFn: async (): Promise<BackupRun[]> => (await read(api.GET('/api/v1/backups/runs'))).items,
  refetchInterval: 10_000,
});
