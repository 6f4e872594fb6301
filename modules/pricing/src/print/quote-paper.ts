import { type BusinessCalendar, decimalOf } from '@nexus/kernel';
import { amountText, dayText, percentText, quantityText, setPdf } from '@nexus/typesetting';
import type { Offer } from '../quotes/offers.service.ts';
import { template } from './quote-template.ts';
import { type PaperWords, wordsIn } from './words.ts';

type Options = { language: 'es' | 'en'; calendar: BusinessCalendar };

export function setQuote(offer: Offer, options: Options): Promise<Buffer> {
  return setPdf(template, quotePaper(offer, options));
}

/** The quote as texts in their places; what is printed and what a test reads. */
export function quotePaper({ quote, version, content }: Offer, { language, calendar }: Options) {
  const words = wordsIn(language);
  const amount = (minor: bigint) => amountText({ minor, currency: quote.currency }, language);
  const named = (line: { nameEs: string; nameEn: string }) => (language === 'es' ? line.nameEs : line.nameEn);
  const charged = content.lines.filter(({ kind }) => kind !== 'usage');
  const metered = content.lines.filter(({ kind }) => kind === 'usage');
  return {
    language,
    title: `${words.quote} ${quote.number}`,
    version: `${words.version} ${version.number}`,
    isDraft: version.sentAt === null,
    draft: words.draft,
    facts: [
      [words.customer, quote.customerName],
      [words.date, dayText(calendar.dayOf(version.sentAt ?? version.createdAt), language)],
      [words.validUntil, dayText(calendar.dayOf(version.validUntil), language)],
      [words.currency, quote.currency],
    ],
    head: [words.description, words.quantity, words.price, words.discount, words.net],
    lines: charged.map((line) => ({
      name: named(line),
      detail: detailOf(line, words, language),
      cells: [
        quantityText(line.quantity, language),
        amount(line.listMinor),
        line.discountPpm === 0 ? '' : percentText(line.discountPpm, language),
        amount(line.netMinor),
      ],
    })),
    metered: metered.map((line) => `${named(line)}: ${words.perUnit} ${words.units[line.unit]}`),
    meteredTitle: words.metered,
    totals: [
      [words.netTotal, amount(version.netMinor)],
      ...taxRows(content.lines, words, language, amount),
      [words.total, amount(version.totalMinor)],
    ],
    paymentsTitle: words.payments,
    payments: content.payments.map((payment) => [
      payment.label === '' ? `${payment.ordinal}.` : payment.label,
      payment.dueDays === null ? words.onMilestone : words.due(payment.dueMonths, payment.dueDays),
      amount(payment.amountMinor),
    ]),
    notes: version.notes,
    total: decimalOf({ minor: version.totalMinor, currency: quote.currency }),
  };
}

type Line = Offer['content']['lines'][number];

function detailOf(line: Line, words: PaperWords, language: 'es' | 'en'): string {
  if (line.kind === 'maintenance') return `${words.maintenance} · ${percentText(line.basisPpm!, language)}`;
  const parts = [words.units[line.unit], words.charges[line.charge]];
  if (line.charge !== 'once' && line.periods > 1) parts.push(words.periods[line.charge](line.periods));
  if (line.licence !== null) parts.unshift(words.models[line.licence.model]);
  return parts.join(' · ');
}

/** One row for each rate, the sum of its lines' taxes: what the invoice will say, too. */
function taxRows(
  lines: readonly Line[],
  words: PaperWords,
  language: 'es' | 'en',
  amount: (minor: bigint) => string,
): string[][] {
  const groups = Map.groupBy(
    lines.filter(({ kind }) => kind !== 'usage'),
    ({ taxName, taxPpm }) => (taxName === '' ? words.exempt : `${taxName} ${percentText(taxPpm, language)}`),
  );
  return [...groups].map(([name, group]) => [name, amount(group.reduce((sum, { taxMinor }) => sum + taxMinor, 0n))]);
}
