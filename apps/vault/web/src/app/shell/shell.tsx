import { useHotkeys } from '@mantine/hooks';
import { PageFrame } from '@nexus/page';
import classes from '@nexus/page/frame.module.css';
import { IconSearch } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ClassificationBanner } from '../labels/classification-banner.tsx';
import { rememberSpace } from '../remembered-space.ts';
import { UploadTray } from '../uploads/upload-tray.tsx';
import { EvaluationKeyBanner } from './evaluation-key-banner.tsx';
import { LicenceBanner } from './licence-banner.tsx';
import { Side } from './side.tsx';

/** The vault's frame: the label of what is shown above and below, spaces and places at the left, search over everything. */
export function Shell() {
  const { t } = useTranslation('app');
  const navigate = useNavigate();
  const { spaceId } = useParams({ strict: false });
  useEffect(() => {
    if (spaceId) rememberSpace(spaceId);
  }, [spaceId]);
  useHotkeys([['mod+K', () => void navigate({ to: '/search', search: {} })]], []);

  return (
    <PageFrame
      side={(menu) => <Side {...menu} />}
      search={
        <Link to="/search" search={{}} className={classes['search']}>
          <IconSearch size={16} aria-hidden />
          <span>{t('shell.searchEverything')}</span>
          <kbd aria-hidden>Ctrl K</kbd>
        </Link>
      }
      notice={
        <div>
          <EvaluationKeyBanner />
          <LicenceBanner />
        </div>
      }
      edge={(edge) => <ClassificationBanner edge={edge} />}
    >
      <UploadTray />
    </PageFrame>
  );
}
