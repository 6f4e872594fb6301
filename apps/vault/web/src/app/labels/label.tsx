import { LabelBadge, LabelMark, type Locale, type ShownLabel } from '@nexus/ui';
import { useTranslation } from 'react-i18next';

/** Before what carries the label: its short form. */
export function Mark({ label }: { label: ShownLabel }) {
  const { i18n } = useTranslation('app');
  return <LabelMark label={label} locale={i18n.language as Locale} />;
}

/** The label in full, for what a screen is about. */
export function Badge({ label }: { label: Omit<ShownLabel, 'portionMark'> }) {
  const { i18n } = useTranslation('app');
  return <LabelBadge label={label} locale={i18n.language as Locale} />;
}
