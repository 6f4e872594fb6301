import { ActionIcon, NumberInput } from '@mantine/core';
import { formatNumber, type Locale } from '@nexus/ui';
import {
  IconArrowAutofitWidth,
  IconLayoutSidebar,
  IconMinus,
  IconPlus,
  IconPrinter,
  IconRotateClockwise,
  IconSearch,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindState } from '../find/use-find.ts';
import classes from './pages.module.css';
import type { PagesState } from './use-pages.ts';

type PagesToolbarProps = {
  pages: PagesState;
  total: number;
  find: FindState;
  compact: boolean;
  hasThumbs: boolean;
  onThumbs: () => void;
  onPrint: () => void;
  isPrinting: boolean;
  children?: ReactNode;
};

/** Where one is among the pages, how large they are, and what can be done with them. */
export function PagesToolbar(props: PagesToolbarProps) {
  const { pages, total, find, compact, hasThumbs, onThumbs, onPrint, isPrinting, children } = props;
  const { t, i18n } = useTranslation('viewer');
  const tool = (label: string, icon: ReactNode, onClick: () => void, more: object = {}) => (
    <ActionIcon variant="subtle" color="gray" aria-label={label} title={label} onClick={onClick} {...more}>
      {icon}
    </ActionIcon>
  );
  const locale = i18n.language as Locale;
  return (
    <div className={classes['bar']} role="toolbar" aria-label={t('pages.tools')}>
      {!compact &&
        total > 1 &&
        tool(t('pages.thumbs'), <IconLayoutSidebar size={18} />, onThumbs, { 'aria-pressed': hasThumbs })}
      <PageField part={pages.part} total={total} totalText={formatNumber(total, locale)} onGo={pages.show} />
      {children}
      <span data-push />
      {tool(t('pages.zoomOut'), <IconMinus size={17} />, pages.zoomOut)}
      {!compact && <span className={classes['zoom']}>{formatNumber(pages.scale * 75, locale)} %</span>}
      {tool(t('pages.zoomIn'), <IconPlus size={17} />, pages.zoomIn)}
      {tool(t('pages.fit'), <IconArrowAutofitWidth size={18} />, pages.fit, { 'aria-pressed': pages.isFitted })}
      {tool(t('pages.turn'), <IconRotateClockwise size={18} />, pages.turn)}
      {tool(t('find.open'), <IconSearch size={18} />, find.open)}
      {!compact && tool(t('pages.print'), <IconPrinter size={18} />, onPrint, { loading: isPrinting })}
    </div>
  );
}

type PageFieldProps = { part: number; total: number; totalText: string; onGo: (part: number) => void };

/** The page that is being read; typing another one and Enter goes there. */
function PageField({ part, total, totalText, onGo }: PageFieldProps) {
  const { t } = useTranslation('viewer');
  const [typed, setTyped] = useState<string | number | null>(null);
  const go = (): void => {
    const wanted = Number(typed);
    if (typed !== null && Number.isInteger(wanted) && wanted >= 1) onGo(Math.min(total, wanted));
    setTyped(null);
  };
  return (
    <span className={classes['pageField']}>
      <NumberInput
        size="xs"
        hideControls
        min={1}
        max={total}
        allowDecimal={false}
        aria-label={t('pages.number')}
        value={typed ?? part}
        onChange={setTyped}
        onBlur={go}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go();
        }}
      />
      / {totalText}
    </span>
  );
}
