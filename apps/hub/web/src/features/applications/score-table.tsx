import panel from '@nexus/page/panel.module.css';
import table from '@nexus/page/table.module.css';
import { useTranslation } from 'react-i18next';
import { useTextOf } from '../../app/text-of.ts';
import type { Application } from './application-queries.ts';

type Row = NonNullable<Application['scoreRows']>[number];
const axes = ['impact', 'effort'] as const;

/** Both numbers with the rows that make them: points times weight, over the sum of weights. */
export function ScoreTable({ application }: { application: Application }) {
  const { t } = useTranslation('applications');
  const textOf = useTextOf();
  const { scoreRows, questions, advice } = application;
  if (scoreRows === null) return <p className={panel['empty']}>{t('unscored')}</p>;

  function answerOf({ code, answer }: Row): string {
    if (answer === null) return t('noAnswer');
    const question = questions.find((one) => one.code === code);
    const choice = question?.choices.find(({ value }) => value === answer);
    if (choice?.es && choice.en) return textOf({ es: choice.es, en: choice.en });
    return question?.answer === 'yes_no' ? t(`answers.${answer}`) : String(answer);
  }

  return (
    <div className={panel['said']}>
      {advice && <p>{t(`advice.${advice}`)}</p>}
      {axes.map((axis) => (
        <div className={table['scroll']} key={axis}>
          <table className={table['table']}>
            <caption>
              <strong>{t(`columns.${axis}`)}</strong> {application[axis]} / 100
            </caption>
            <thead>
              <tr>
                <th>{t('question')}</th>
                <th>{t('answer')}</th>
                <th>{t('points')}</th>
                <th>{t('weight')}</th>
              </tr>
            </thead>
            <tbody>
              {scoreRows
                .filter((row) => row.axis === axis)
                .map((row) => (
                  <tr key={row.code}>
                    <td>{textOf(questions.find(({ code }) => code === row.code)?.question)}</td>
                    <td>{answerOf(row)}</td>
                    <td>{row.points}</td>
                    <td>{row.weight}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      ))}
    </div>
  );
}
