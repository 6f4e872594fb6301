import { type Money, parseMoney } from '@nexus/kernel';
import { domainOf, nameKeyOf } from '../customers/customer-keys.ts';

export type ImportKind = 'customers' | 'contacts' | 'opportunities';

/** What can be brought in for each kind, and what a row cannot do without. */
export const importFields = {
  customers: {
    required: ['name', 'country'],
    optional: ['externalId', 'region', 'city', 'postcode', 'segment', 'phone', 'website', 'domain', 'taxId'],
  },
  contacts: {
    required: ['name', 'customerExternalId'],
    optional: ['externalId', 'email', 'phone', 'position', 'language'],
  },
  opportunities: {
    required: ['externalId', 'name', 'value', 'currency'],
    optional: ['pipeline', 'stage', 'customerExternalId', 'probability', 'productLine', 'expectedClose'],
  },
} as const satisfies Record<ImportKind, { required: readonly string[]; optional: readonly string[] }>;

export type ImportField = (typeof importFields)[ImportKind]['required' | 'optional'][number];

/** Field of ours to name of the column, and what fields without a column are for all rows. */
export type Mapping = { columns: Record<string, string>; defaults: Record<string, string> };

export type RowFault = { field: string; code: string; value: string };
export type RawRow = Record<string, string>;

export type CustomerImport = {
  externalId: string;
  name: string;
  country: string;
  region: string | null;
  city: string | null;
  postcode: string | null;
  segment: string | null;
  phone: string | null;
  website: string | null;
  domain: string | null;
  taxId: string | null;
  nameKey: string;
};
export type ContactImport = {
  externalId: string;
  name: string;
  customerExternalId: string;
  email: string | null;
  phone: string | null;
  position: string | null;
  language: string | null;
};
export type OpportunityImport = {
  externalId: string;
  name: string;
  pipeline: string;
  stage: string | null;
  customerExternalId: string | null;
  valueMinor: string;
  currency: string;
  probability: number | null;
  productLine: string | null;
  expectedClose: string | null;
};
export type ImportRow = CustomerImport | ContactImport | OpportunityImport;

/** Longest text of a cell that becomes a name. */
const maxName = 300;

/** Reads a row, or says what is wrong with it, field by field. */
export function readRow(
  kind: ImportKind,
  raw: RawRow,
): { row: ImportRow; faults: [] } | { row: null; faults: RowFault[] } {
  const faults: RowFault[] = [];
  const fault = (field: string, code: string) => faults.push({ field, code, value: (raw[field] ?? '').slice(0, 200) });
  for (const field of importFields[kind].required) if (!raw[field]) fault(field, 'missing');
  if ((raw['name']?.length ?? 0) > maxName) fault('name', 'too_long');
  if ((raw['externalId']?.length ?? 0) > 200) fault('externalId', 'too_long');
  const row = readers[kind](raw, fault);
  return faults.length > 0 ? { row: null, faults } : { row, faults: [] };
}

type Fault = (field: string, code: string) => void;

const readers: Record<ImportKind, (raw: RawRow, fault: Fault) => ImportRow> = {
  customers(raw, fault) {
    const country = (raw['country'] ?? '').toLowerCase();
    if (country && !/^[a-z]{2}$/.test(country)) fault('country', 'not_a_country');
    const segment = optional(raw['segment'])?.toLowerCase() ?? null;
    if (segment !== null && !/^[a-z0-9][a-z0-9-]{0,39}$/.test(segment)) fault('segment', 'not_a_code');
    const written = raw['domain'] || raw['website'];
    const domain = written ? domainOf(written) : null;
    if (raw['domain'] && domain === null) fault('domain', 'not_a_domain');
    const postcode = optional(raw['postcode']);
    const nameKey = nameKeyOf({ name: raw['name'] ?? '', postcode, country });
    return {
      // Without a name of its own in the other system, a row is known by what it says of who it is.
      externalId: raw['externalId'] || `key ${[nameKey, domain ?? '', raw['taxId'] ?? ''].join(' | ')}`.slice(0, 400),
      name: raw['name'] ?? '',
      country,
      region: optional(raw['region']),
      city: optional(raw['city']),
      postcode,
      segment,
      phone: optional(raw['phone']),
      website: optional(raw['website']),
      domain,
      taxId: optional(raw['taxId']),
      nameKey,
    };
  },
  contacts(raw, fault) {
    const email = optional(raw['email'])?.toLowerCase() ?? null;
    if (email !== null && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) fault('email', 'not_an_email');
    const language = optional(raw['language'])?.toLowerCase() ?? null;
    if (language !== null && language !== 'es' && language !== 'en') fault('language', 'not_a_language');
    return {
      externalId:
        raw['externalId'] ||
        `key ${raw['customerExternalId']} | ${email ?? (raw['name'] ?? '').toLowerCase()}`.slice(0, 400),
      name: raw['name'] ?? '',
      customerExternalId: raw['customerExternalId'] ?? '',
      email,
      phone: optional(raw['phone']),
      position: optional(raw['position']),
      language,
    };
  },
  opportunities(raw, fault) {
    const value = amountOf(raw['value'] ?? '', (raw['currency'] ?? '').toUpperCase());
    if (value === null && raw['value'] && raw['currency']) fault('value', 'not_an_amount');
    const probability = optional(raw['probability'])?.replace(/\s*%$/, '') ?? null;
    if (probability !== null && !/^(100|\d{1,2})$/.test(probability)) fault('probability', 'not_a_percentage');
    const expectedClose = optional(raw['expectedClose']);
    if (expectedClose !== null && !isDay(expectedClose)) fault('expectedClose', 'not_a_day');
    const productLine = optional(raw['productLine'])?.toLowerCase() ?? null;
    if (productLine !== null && !/^[a-z0-9][a-z0-9_-]{0,59}$/.test(productLine)) fault('productLine', 'not_a_code');
    return {
      externalId: raw['externalId'] ?? '',
      name: raw['name'] ?? '',
      pipeline: raw['pipeline'] || 'opportunities',
      stage: optional(raw['stage']),
      customerExternalId: optional(raw['customerExternalId']),
      valueMinor: (value?.minor ?? 0n).toString(),
      currency: value?.currency ?? 'EUR',
      probability: probability === null ? null : Number(probability),
      productLine,
      expectedClose,
    };
  },
};

function optional(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

/** "1234.50" and "1234,50". Marks of thousands are refused: nobody can tell "1.234" from "1.234". */
function amountOf(text: string, currency: string): Money | null {
  try {
    const amount = parseMoney(text.trim().replace(',', '.'), currency);
    return amount.minor >= 0n && amount.minor <= 9_000_000_000_000_000n ? amount : null;
  } catch {
    // What is wrong is said by row and field; the reason of the parser is about one amount typed by hand.
    return null;
  }
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
