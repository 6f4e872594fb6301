import { Button, SegmentedControl } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { View } from './panes.tsx';

type ViewSwitchProps = {
  view: View | 'facts';
  hasPicture: boolean;
  isWide: boolean;
  hasFacts: boolean;
  onView: (view: View | 'facts') => void;
  onFacts: () => void;
};

/** Original, text or both; on a narrow screen one of them, or the facts, at a time. */
export function ViewSwitch({ view, hasPicture, isWide, hasFacts, onView, onFacts }: ViewSwitchProps) {
  const { t } = useTranslation('viewer');
  const views: (View | 'facts')[] = [
    'original',
    ...(hasPicture ? (['text'] as const) : []),
    ...(hasPicture && isWide ? (['both'] as const) : []),
    ...(isWide ? [] : (['facts'] as const)),
  ];
  const shown = views.includes(view) ? view : 'original';
  return (
    <>
      {views.length > 1 && (
        <SegmentedControl
          size="xs"
          value={shown}
          onChange={(value) => onView(value)}
          data={views.map((value) => ({
            value,
            label: t(`view.${hasPicture || value === 'facts' ? value : 'content'}`),
          }))}
          aria-label={t('view.label')}
        />
      )}
      {isWide && (
        <Button variant="default" aria-pressed={hasFacts} onClick={onFacts} leftSection={<IconInfoCircle size={17} />}>
          {t('view.facts')}
        </Button>
      )}
    </>
  );
}
