import { PageQuery, pageSchema, Timestamp } from '@nexus/http';
import { z } from 'zod';

export const PartnerStatus = z.enum(['onboarding', 'active', 'suspended', 'ended']);
export const CertificationLevel = z.enum(['bronze', 'silver', 'gold', 'platinum']);
export const PartnerParams = z.object({ partnerId: z.uuid() });

/** ISO 3166-1 alpha-2, lower case. */
export const Country = z
  .string()
  .regex(/^[a-zA-Z]{2}$/, 'a country code of two letters, such as VE or ES')
  .transform((code) => code.toLowerCase());
export const Line = z.string().trim().min(1).max(200);
export const Reason = z.string().trim().min(1).max(2000);
export const Instant = Timestamp.transform((text) => new Date(text));

const TextPair = z.object({ es: z.string(), en: z.string() });

export const PartnerKindView = z.object({
  kind: z.string(),
  name: TextPair,
  commissionFromPpm: z.number().int().nullable().describe('Parts per million: 250000 is 25 %'),
  commissionToPpm: z.number().int().nullable(),
  grantsExclusiveTerritory: z.boolean(),
  offersWhiteLabel: z.boolean(),
  terms: z.array(TextPair),
  target: z.number().int().nullable().describe('How many the programme looks for'),
});

export const PartnersQuery = PageQuery.extend({
  kind: z.string().max(40).optional(),
  status: PartnerStatus.optional(),
  text: z.string().trim().max(200).optional().describe('Part of the name'),
});

export const PartnerListItem = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.string(),
  status: PartnerStatus,
  country: z.string(),
  certification: CertificationLevel.nullable(),
  createdAt: Timestamp,
});
export const PartnerPage = pageSchema(PartnerListItem);

export const PartnerView = PartnerListItem.omit({ certification: true }).extend({
  kindDetails: PartnerKindView,
  companyDomain: z.string().nullable(),
  referralCode: z.string().describe('Whoever applies with it is brought in by this partner'),
  taxId: z.string().nullable(),
  applicationId: z.uuid().nullable(),
  unsignedAgreements: z.number().int(),
  statusChanges: z.array(z.object({ status: PartnerStatus, since: Timestamp, reason: z.string().nullable() })),
  version: z.number().int(),
});

export const UpdatePartnerBody = z.object({
  name: Line.optional(),
  kind: z.string().max(40).optional(),
  country: Country.optional(),
  companyDomain: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
    .nullable()
    .optional(),
  taxId: z.string().trim().min(3).max(40).nullable().optional(),
});

export const StatusBody = z.object({ status: PartnerStatus, reason: Reason.optional() });

export const StandingView = z.object({
  certification: CertificationLevel.nullable(),
  certifications: z.array(
    z.object({ level: CertificationLevel, from: Timestamp, until: Timestamp.nullable(), source: z.string() }),
  ),
  tiers: z.array(z.object({ month: z.string(), tier: z.string(), sales: z.number().int() })),
  awards: z.array(z.object({ id: z.uuid(), award: z.string(), givenOn: z.iso.date(), reason: z.string() })),
  contractPlans: z.array(
    z.object({ planVersionId: z.uuid(), from: Timestamp, until: Timestamp.nullable(), reason: z.string() }),
  ),
});

const Span = z
  .object({ from: Instant, until: Instant.nullable() })
  .refine(({ from, until }) => until === null || until > from, { path: ['until'], message: 'after the beginning' });

export const CertificationBody = Span.safeExtend({
  level: CertificationLevel,
  source: Line.describe('Names the exam or decision, once per partner'),
});
export const AwardBody = z.object({ award: Line, givenOn: z.iso.date(), reason: Reason });
export const ContractPlanBody = Span.safeExtend({ planVersionId: z.uuid(), reason: Reason });

const Holder = z.string().trim().min(2).max(140);
export const BankAccountBody = z.discriminatedUnion('method', [
  z.object({
    method: z.literal('iban'),
    holder: Holder,
    iban: z.string().min(15).max(42),
    bic: z
      .string()
      .regex(/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/)
      .nullable(),
  }),
  z.object({
    method: z.literal('local_account'),
    holder: Holder,
    bank: Line,
    account: z.string().trim().min(4).max(40),
    holderId: z.string().trim().max(40).nullable(),
  }),
  z.object({ method: z.literal('manual'), holder: Holder, channel: Line, reference: Line }),
]);
export const BankDetailsBody = z.object({ account: BankAccountBody, currency: z.string().regex(/^[A-Z]{3}$/) });
export const BankDetailsView = z.object({
  id: z.uuid(),
  method: z.enum(['iban', 'local_account', 'manual']),
  mask: z.string().describe('Enough to recognise the account by'),
  currency: z.string(),
  usableFrom: Timestamp.describe('Payouts stand still until then'),
  recordedAt: Timestamp,
  replacedAt: Timestamp.nullable(),
});

const Share = z.number().int().describe('Parts per million of revenue');
const Minor = z.string().describe('Whole smallest units of the currency');
export const HealthQuery = z.object({ months: z.coerce.number().int().min(1).max(60).default(12) });
export const HealthView = z.object({
  from: Timestamp,
  until: Timestamp,
  currency: z.string().nullable(),
  totalMinor: Minor,
  concentration: z.object({
    topPartners: z.number().int(),
    topSharePpm: Share,
    partnersForShare: z.number().int(),
    isConcentrated: z.boolean(),
    rows: z.array(
      z.object({
        partnerId: z.uuid(),
        name: z.string(),
        netMinor: Minor,
        sales: z.number().int(),
        lastSaleAt: Timestamp.nullable(),
        sharePpm: Share,
        cumulativePpm: Share,
      }),
    ),
  }),
  dependency: z.array(
    z.object({
      kind: z.enum(['partner', 'customer']),
      partnerId: z.uuid(),
      name: z.string(),
      customerId: z.string().nullable(),
      customerName: z.string().nullable(),
      netMinor: Minor,
      sharePpm: Share,
    }),
  ),
  inactive: z.array(
    z.object({
      partnerId: z.uuid(),
      name: z.string(),
      lastSaleAt: Timestamp.nullable(),
      activeSince: Timestamp,
      days: z.number().int(),
    }),
  ),
});
