import { Button, Group, NativeSelect, SegmentedControl } from '@mantine/core';
import { RowsState, saveFile } from '@nexus/page';
import { IconDownload, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useTextOf } from '../../app/text-of.ts';
import { Board } from './board.tsx';
import { NewOpportunity } from './new-opportunity.tsx';
import { OpportunityList } from './opportunity-list.tsx';
import classes from './pipeline.module.css';
import { pipelinesQuery } from './pipeline-queries.ts';

/** A pipeline as a board or as a list. */
export function PipelinePage() {
  const { t } = useTranslation('pipeline');
  const textOf = useTextOf();
  const { pipeline: wanted, view = 'board' } = useSearch({ from: '/signed-in/pipeline' });
  const navigate = useNavigate();
  const [isNew, setNew] = useState(false);
  const pipelines = useQuery(pipelinesQuery);
  const pipeline = pipelines.data?.find(({ code }) => code === wanted) ?? pipelines.data?.[1];

  async function exportRows(): Promise<void> {
    if (!pipeline) return;
    const { data } = await api.GET('/api/v1/exports/opportunities', {
      params: { query: { pipelineId: pipeline.id } },
      parseAs: 'blob',
    });
    saveFile(data as Blob, `${pipeline.code}.csv`);
  }

  return (
    <div className={classes['page']}>
      <RowsState query={pipelines}>
        {pipeline && (
          <>
            <Group justify="space-between">
              <h1>{textOf(pipeline.name)}</h1>
              <Group gap="sm">
                <NativeSelect
                  aria-label={t('pipeline')}
                  value={pipeline.code}
                  onChange={(event) =>
                    void navigate({ to: '/pipeline', search: { pipeline: event.currentTarget.value, view } })
                  }
                  data={pipelines.data?.map(({ code, name }) => ({ value: code, label: textOf(name) })) ?? []}
                />
                <SegmentedControl
                  aria-label={t('view')}
                  value={view}
                  onChange={(value) =>
                    void navigate({
                      to: '/pipeline',
                      search: { pipeline: pipeline.code, view: value as 'board' | 'list' },
                    })
                  }
                  data={[
                    { value: 'board', label: t('board') },
                    { value: 'list', label: t('list') },
                  ]}
                />
                <Button variant="default" leftSection={<IconDownload size={16} />} onClick={() => void exportRows()}>
                  {t('export')}
                </Button>
                <Button leftSection={<IconPlus size={16} />} onClick={() => setNew(true)}>
                  {t('new')}
                </Button>
              </Group>
            </Group>
            {view === 'board' ? <Board pipeline={pipeline} /> : <OpportunityList pipeline={pipeline} />}
            {isNew && <NewOpportunity pipeline={pipeline} onClose={() => setNew(false)} />}
          </>
        )}
      </RowsState>
    </div>
  );
}
