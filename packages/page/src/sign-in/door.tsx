import { SegmentedControl } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { changeLanguage, type Language } from '../words/words.ts';
import classes from './door.module.css';
import { languageWasChosen } from './start-session.ts';

export type DoorProps = { title: string; lead?: ReactNode; place?: 'top' | 'middle'; children?: ReactNode };

/** The page before somebody is in: the brand, the language, one column, one thing to do. */
export function Door({ title, lead, place = 'top', children }: DoorProps) {
  const { t, i18n } = useTranslation('sign-in');
  useEffect(() => {
    document.title = `${title} · Nexus`;
    return () => {
      document.title = 'Nexus';
    };
  }, [title]);

  function choose(language: Language): void {
    languageWasChosen();
    void changeLanguage(language);
  }

  return (
    <div className={classes['door']}>
      <header className={classes['top']}>
        <span className={classes['brand']}>
          <img src="/favicon.svg" alt="" width={24} height={24} />
          Nexus
        </span>
        <SegmentedControl
          size="xs"
          aria-label={t('door.language')}
          value={i18n.language}
          onChange={(value) => choose(value as Language)}
          data={[
            { value: 'es', label: 'Español' },
            { value: 'en', label: 'English' },
          ]}
        />
      </header>
      <main className={classes['main']} data-place={place}>
        <h1>{title}</h1>
        {lead ? <p className={classes['lead']}>{lead}</p> : <div className={classes['lead']} />}
        {children}
      </main>
      <footer className={classes['foot']}>
        <p>
          {t('door.promise')} <mark className="nx-mark">{t('door.promiseMarked')}</mark>
        </p>
      </footer>
    </div>
  );
}
