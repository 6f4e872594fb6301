import { IconPaperclip } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { DocumentDetails } from '../document-queries.ts';
import classes from './text.module.css';

/** What was attached to a mail or embedded in a file; each is a document of its own. */
export function Attachments({ document }: { document: DocumentDetails }) {
  const { t } = useTranslation('viewer');
  if (document.attachments.length === 0) return null;
  return (
    <section className={classes['attachments']} aria-label={t('attachments')}>
      <h3>{t('attachments')}</h3>
      <ul>
        {document.attachments.map(({ id, fileName }) => (
          <li key={id}>
            <Link to="/documents/$documentId" params={{ documentId: id }} search={{}}>
              <IconPaperclip size={15} aria-hidden /> {fileName}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
