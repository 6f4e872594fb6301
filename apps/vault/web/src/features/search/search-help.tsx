import { useTranslation } from 'react-i18next';
import classes from './search.module.css';

const rows = ['words', 'phrase', 'without', 'kind', 'date', 'dates', 'folder', 'label', 'language', 'number'] as const;

/** What can be written into the box; shown while it is empty. */
export function SearchHelp() {
  const { t } = useTranslation('search');
  return (
    <section className={classes['help']} aria-labelledby="search-help">
      <h2 id="search-help">{t('help.title')}</h2>
      <p>{t('help.intro')}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('help.write')}</th>
            <th scope="col">{t('help.finds')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              <td>
                <code>{t(`help.${row}.write`)}</code>
              </td>
              <td>{t(`help.${row}.finds`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{t('help.keys')}</p>
    </section>
  );
}
