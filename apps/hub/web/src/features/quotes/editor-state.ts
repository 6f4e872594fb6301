import { readPercent } from '../../app/money-text.ts';
import type { Quote, QuoteVersion } from './quote-queries.ts';

type Item = QuoteVersion['items'][number];
export type PlanItem = Extract<Item, { kind: 'plan' }>;
export type Unit = keyof NonNullable<PlanItem['quantities']>;

/** An item as somebody edits it: texts of fields. What is not a plan (the maintenance of a renewal) stays as it is, but for its discount. */
export type EditedItem = {
  key: number;
  kept: Extract<Item, { kind: 'maintenance' }> | null;
  planId: string;
  quantities: Partial<Record<Unit, string>>;
  discount: string;
  withMaintenance: boolean;
  recurringOnly: boolean;
};

export type EditedSchedule = {
  kind: 'single' | 'yearly' | 'milestones';
  dueDays: string;
  years: string;
  milestones: { key: number; label: string; share: string; dueDays: string }[];
};

export type EditedTerms = { validUntil: string; notes: string; schedule: EditedSchedule; items: EditedItem[] };

let lastKey = 0;
export const nextKey = (): number => {
  lastKey += 1;
  return lastKey;
};

export function emptyTerms(): EditedTerms {
  const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  return { validUntil: inAMonth, notes: '', schedule: emptySchedule(), items: [emptyItem()] };
}

export function emptyItem(): EditedItem {
  return {
    key: nextKey(),
    kept: null,
    planId: '',
    quantities: {},
    discount: '0',
    withMaintenance: false,
    recurringOnly: false,
  };
}

function emptySchedule(): EditedSchedule {
  return { kind: 'single', dueDays: '30', years: '3', milestones: [milestone('', '100', '0')] };
}

export function milestone(label: string, share: string, dueDays: string): EditedSchedule['milestones'][number] {
  return { key: nextKey(), label, share, dueDays };
}

export function editedTerms({ validUntilDay, notes, schedule, items }: QuoteVersion): EditedTerms {
  const edited = emptySchedule();
  edited.kind = schedule.kind;
  if (schedule.kind !== 'milestones') edited.dueDays = String(schedule.dueDays ?? 30);
  if (schedule.kind === 'yearly') edited.years = String(schedule.years);
  if (schedule.kind === 'milestones')
    edited.milestones = schedule.milestones.map(({ label, sharePpm, dueDays }) =>
      milestone(label, String(sharePpm / 10_000), dueDays === null ? '' : String(dueDays)),
    );
  return { validUntil: validUntilDay, notes, schedule: edited, items: items.map(editedItem) };
}

function editedItem(item: Item): EditedItem {
  const discount = String((item.discountPpm ?? 0) / 10_000);
  if (item.kind === 'maintenance') return { ...emptyItem(), kept: item, discount };
  return {
    key: nextKey(),
    kept: null,
    planId: item.planId,
    quantities: item.quantities ?? {},
    discount,
    withMaintenance: item.withMaintenance ?? false,
    recurringOnly: item.recurringOnly ?? false,
  };
}

/** As the API takes it; null while something is missing or wrong. */
export function readItems(items: readonly EditedItem[]): Item[] | null {
  const read = items.map((item): Item | null => {
    const discountPpm = readPercent(item.discount === '' ? '0' : item.discount);
    if (discountPpm === null) return null;
    if (item.kept !== null) return { ...item.kept, discountPpm };
    const given = Object.entries(item.quantities).flatMap(([unit, value]) => (value ? [[unit, value] as const] : []));
    const isWhole = given.every(([, value]) => /^(0|[1-9]\d{0,14})$/.test(value));
    const quantities = Object.fromEntries(given);
    if (item.planId === '' || !isWhole) return null;
    const { planId, withMaintenance, recurringOnly } = item;
    return { kind: 'plan', planId, quantities, discountPpm, withMaintenance, recurringOnly };
  });
  return read.length > 0 && read.every((item) => item !== null) ? read : null;
}

export function readSchedule(schedule: EditedSchedule): QuoteVersion['schedule'] | null {
  const days = (text: string) => (/^\d{1,4}$/.test(text) ? Number(text) : null);
  const dueDays = days(schedule.dueDays);
  if (schedule.kind === 'single') return dueDays === null ? null : { kind: 'single', dueDays };
  if (schedule.kind === 'yearly') {
    const years = days(schedule.years);
    return dueDays === null || years === null || years < 1 || years > 10 ? null : { kind: 'yearly', years, dueDays };
  }
  const milestones = schedule.milestones.map(({ label, share, dueDays: due }) => ({
    label: label.trim(),
    sharePpm: readPercent(share) ?? 0,
    dueDays: due === '' ? null : days(due),
  }));
  const isWhole = milestones.reduce((sum, { sharePpm }) => sum + sharePpm, 0) === 1_000_000;
  return isWhole && milestones.every(({ label }) => label !== '') ? { kind: 'milestones', milestones } : null;
}

export type EditedCustomer = {
  accountId: string | null;
  name: string;
  country: string;
  region: string;
  taxExempt: boolean;
};

export function customerOf({ customer }: Pick<Quote, 'customer'>): EditedCustomer {
  const { accountId, name, country, region, taxExempt } = customer;
  return { accountId, name, country, region, taxExempt };
}
