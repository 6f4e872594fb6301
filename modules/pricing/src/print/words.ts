import type { Charge, PlanModel, Unit } from '../prices/units.ts';

export type PaperWords = {
  quote: string;
  version: string;
  draft: string;
  customer: string;
  date: string;
  validUntil: string;
  currency: string;
  description: string;
  quantity: string;
  price: string;
  discount: string;
  net: string;
  netTotal: string;
  total: string;
  exempt: string;
  payments: string;
  metered: string;
  perUnit: string;
  maintenance: string;
  onMilestone: string;
  due(months: number, days: number): string;
  units: Record<Unit, string>;
  charges: Record<Charge, string>;
  periods: Record<'yearly' | 'monthly' | 'usage', (count: number) => string>;
  models: Record<Exclude<PlanModel, 'service'>, string>;
};

const es: PaperWords = {
  quote: 'Propuesta',
  version: 'Versión',
  draft: 'Borrador: todavía no es una oferta',
  customer: 'Cliente',
  date: 'Fecha',
  validUntil: 'Válida hasta',
  currency: 'Moneda',
  description: 'Concepto',
  quantity: 'Cantidad',
  price: 'Precio de lista',
  discount: 'Descuento',
  net: 'Importe',
  netTotal: 'Total sin impuestos',
  total: 'Total',
  exempt: 'Exento de impuestos',
  payments: 'Forma de pago',
  metered: 'Se factura según consumo',
  perUnit: 'por',
  maintenance: 'Mantenimiento de un año',
  onMilestone: 'al cumplirse el hito',
  due: (months, days) =>
    `${months === 0 ? '' : `a los ${months} meses, `}${days === 0 ? 'al contado' : `a ${days} días`}`,
  units: {
    contract: 'base',
    user: 'usuarios',
    module: 'módulos',
    site: 'sitios',
    patient: 'pacientes',
    transaction: 'transacciones',
    analysis: 'análisis',
    ai_query: 'consultas de IA',
    gb: 'GB',
    active_user: 'usuarios activos',
    hour: 'horas',
    day: 'días',
  },
  charges: { once: 'pago único', yearly: 'por año', monthly: 'por mes', usage: 'según consumo' },
  periods: { yearly: (n) => `${n} años`, monthly: (n) => `${n} meses`, usage: () => '' },
  models: {
    perpetual: 'Licencia perpetua',
    annual: 'Renta anual',
    hybrid: 'Licencia híbrida',
    consumption: 'Licencia por consumo',
  },
};

const en: PaperWords = {
  quote: 'Quote',
  version: 'Version',
  draft: 'Draft: not an offer yet',
  customer: 'Customer',
  date: 'Date',
  validUntil: 'Valid until',
  currency: 'Currency',
  description: 'Description',
  quantity: 'Quantity',
  price: 'List price',
  discount: 'Discount',
  net: 'Amount',
  netTotal: 'Total before tax',
  total: 'Total',
  exempt: 'Exempt from tax',
  payments: 'Payment',
  metered: 'Invoiced by use',
  perUnit: 'per',
  maintenance: 'One year of maintenance',
  onMilestone: 'when the milestone is reached',
  due: (months, days) =>
    `${months === 0 ? '' : `after ${months} months, `}${days === 0 ? 'on acceptance' : `within ${days} days`}`,
  units: {
    contract: 'base',
    user: 'users',
    module: 'modules',
    site: 'sites',
    patient: 'patients',
    transaction: 'transactions',
    analysis: 'analyses',
    ai_query: 'AI queries',
    gb: 'GB',
    active_user: 'active users',
    hour: 'hours',
    day: 'days',
  },
  charges: { once: 'once', yearly: 'a year', monthly: 'a month', usage: 'by use' },
  periods: { yearly: (n) => `${n} years`, monthly: (n) => `${n} months`, usage: () => '' },
  models: {
    perpetual: 'Perpetual licence',
    annual: 'Yearly licence',
    hybrid: 'Hybrid licence',
    consumption: 'Licence by use',
  },
};

export function wordsIn(language: 'es' | 'en'): PaperWords {
  return language === 'es' ? es : en;
}
