import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { SourceViewer } from '../../app/viewer/source-viewer.tsx';
import type { Hit } from './hits.ts';
import classes from './search.module.css';

/** The document of the passage under the arrow keys, at that passage. */
export const PreviewPane = memo(function PreviewPane({ hit, onClose }: { hit: Hit; onClose(): void }) {
  const { t } = useTranslation('search');
  return (
    <aside className={classes['preview']} aria-label={t('preview')}>
      <SourceViewer
        key={hit.documentId}
        documentId={hit.documentId}
        versionId={hit.versionId}
        place={hit.place ?? { part: hit.part ?? undefined }}
        onClose={onClose}
        compact
      />
    </aside>
  );
});
