import { StateDot, type StateTone } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import type { Answered } from '../../api/client.ts';

export type InvoiceStatusName = Answered<'getInvoice'>['status'];

const tones: Readonly<Record<InvoiceStatusName, StateTone>> = {
  draft: 'idle',
  open: 'busy',
  overdue: 'bad',
  paid: 'ok',
  credited: 'idle',
};

export function InvoiceStatus({ status }: { status: InvoiceStatusName }) {
  const { t } = useTranslation('invoices');
  return <StateDot tone={tones[status]}>{t(`statuses.${status}`)}</StateDot>;
}
