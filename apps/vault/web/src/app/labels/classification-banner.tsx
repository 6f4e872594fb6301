import { type Locale, labelText, readableInk } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import classes from './labels.module.css';
import { useBanner } from './shown-labels.ts';

/** On a telephone it takes two lines: a label is never cut. */
const longLine = 36;

/** Above and below everything: the label of all that is on the screen, or on the sheet of paper. */
export function ClassificationBanner({ edge }: { edge: 'top' | 'bottom' }) {
  const { t, i18n } = useTranslation('app');
  const banner = useBanner();
  // A row of the frame, whether there is something to say or not.
  if (banner === null) return <div />;
  const isNothing = banner === 'nothing';
  const words = isNothing ? t('labels.nothingShown') : labelText(banner, i18n.language as Locale);
  const colours = isNothing ? {} : { background: banner.colour, color: readableInk(banner.colour) };
  return (
    <div
      className={classes['banner']}
      style={colours}
      data-classification={edge}
      data-nothing={isNothing || undefined}
      data-long={words.length > longLine || undefined}
      // Said once, when it changes; below, it is there for the eye.
      {...(edge === 'top' ? { role: 'status' } : { 'aria-hidden': true })}
    >
      <span className={classes['bannerWords']} title={words}>
        {words}
      </span>
    </div>
  );
}
