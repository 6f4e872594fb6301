import type { GeneratedAlways } from '@nexus/db';

export type PartnerStatus = 'onboarding' | 'active' | 'suspended' | 'ended';
export type CertificationLevel = 'bronze' | 'silver' | 'gold' | 'platinum';
export type Language = 'es' | 'en';
export type TextPair = { es: string; en: string };

export type PartnerKindRow = {
  kind: string;
  position: number;
  nameEs: string;
  nameEn: string;
  commissionFromPpm: number | null;
  commissionToPpm: number | null;
  grantsExclusiveTerritory: boolean;
  offersWhiteLabel: boolean;
  terms: TextPair[];
  target: number | null;
};

export type PartnerRulesRow = {
  id: number;
  maxSponsorDepth: number;
  bankCoolingDays: number;
  inactiveAfterDays: number;
  dependencyPpm: number;
  concentrationPartnersPpm: number;
  concentrationRevenuePpm: number;
};

export type PartnerRow = {
  id: string;
  kind: string;
  status: PartnerStatus;
  name: string;
  country: string;
  companyDomain: string | null;
  referralCode: string;
  taxId: Buffer | null;
  taxIdFingerprint: Buffer | null;
  applicationId: string | null;
  version: number;
  createdAt: Date;
};

export type StatusChangeRow = {
  id: string;
  partnerId: string;
  status: PartnerStatus;
  since: Date;
  reason: string | null;
  changedBy: string | null;
};

export type ContractPlanRow = {
  id: string;
  partnerId: string;
  planVersionId: string;
  reason: string;
  recordedBy: string | null;
  recordedAt: Date;
  from: Date;
  until: Date | null;
};

export type CertificationRow = {
  id: string;
  partnerId: string;
  level: CertificationLevel;
  source: string;
  recordedBy: string | null;
  recordedAt: Date;
  from: Date;
  until: Date | null;
};

export type TierRow = {
  partnerId: string;
  month: string;
  tier: string;
  sales: number;
  planVersionId: string | null;
  recordedAt: Date;
};

export type AwardRow = {
  id: string;
  partnerId: string;
  award: string;
  givenOn: string;
  reason: string;
  givenBy: string | null;
  recordedAt: Date;
};

export type BankMethod = 'iban' | 'local_account' | 'manual';

export type BankDetailsRow = {
  id: string;
  partnerId: string;
  method: BankMethod;
  currency: string;
  details: Buffer;
  fingerprint: Buffer;
  mask: string;
  usableFrom: Date;
  recordedAt: Date;
  recordedBy: string | null;
  replacedAt: Date | null;
};

export type SponsorshipRow = {
  id: string;
  partnerId: string;
  sponsorId: string;
  reason: string;
  recordedBy: string | null;
  recordedAt: Date;
  endedBy: string | null;
  endedReason: string | null;
  from: Date;
  until: Date | null;
};

export type TerritoryKind = 'area' | 'country' | 'region' | 'postcode' | 'segment';

export type TerritoryRow = {
  id: string;
  parentId: string | null;
  kind: TerritoryKind;
  code: string;
  nameEs: string;
  nameEn: string;
  path: GeneratedAlways<string>;
  createdAt: Date;
};

export type TerritoryGrantRow = {
  id: string;
  partnerId: string;
  territoryId: string;
  productLine: string | null;
  isExclusive: boolean;
  reason: string;
  grantedBy: string | null;
  grantedAt: Date;
  endedBy: string | null;
  endedReason: string | null;
  isWaived: boolean;
  from: Date;
  until: Date | null;
};

export type TerritoryWaiverRow = {
  id: string;
  grantId: string;
  partnerId: string;
  reason: string;
  recordedBy: string | null;
  recordedAt: Date;
};

export type ScoringAxis = 'impact' | 'effort';
export type ScoringBand =
  | { upTo: number | null; points: number }
  | { value: string; points: number; es?: string; en?: string };

export type CriterionRow = {
  version: number;
  code: string;
  position: number;
  axis: ScoringAxis;
  weight: number;
  answer: 'number' | 'choice' | 'yes_no';
  questionEs: string;
  questionEn: string;
  bands: ScoringBand[];
};

export type ApplicationState = 'submitted' | 'scored' | 'approved' | 'rejected';
export type Answers = Record<string, string | number>;

export type ScoreRow = {
  code: string;
  axis: ScoringAxis;
  answer: string | number | null;
  points: number;
  weight: number;
};

export type ApplicationRow = {
  id: string;
  kind: string;
  state: ApplicationState;
  companyName: string;
  contactName: string;
  email: string;
  phone: string | null;
  country: string;
  city: string | null;
  website: string | null;
  language: Language;
  message: string | null;
  referralCode: string | null;
  taxId: Buffer | null;
  taxIdFingerprint: Buffer | null;
  answers: Answers;
  criteriaVersion: number;
  impact: number | null;
  effort: number | null;
  scoreRows: ScoreRow[] | null;
  scoredBy: string | null;
  scoredAt: Date | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  decisionReason: string | null;
  partnerId: string | null;
  version: number;
  submittedAt: Date;
};

export type AgreementRow = {
  id: string;
  code: string;
  version: number;
  titleEs: string;
  titleEn: string;
  bodyEs: string;
  bodyEn: string;
  hashEs: GeneratedAlways<string>;
  hashEn: GeneratedAlways<string>;
  kinds: string[];
  signBy: Date;
  publishedBy: string | null;
  publishedAt: Date;
};

export type SignatureRow = {
  id: string;
  documentId: string;
  partnerId: string;
  personId: string;
  signerName: string;
  language: Language;
  textHash: string;
  signedAt: Date;
  sessionId: string;
  proof: string;
};

/** Tables that are reached through the query builder; those with ranges and documents are read and written by statements of their own. */
export type PartnersTables = {
  partnerKinds: PartnerKindRow;
  partnerRules: PartnerRulesRow;
  partners: PartnerRow;
  partnerStatusChanges: StatusChangeRow;
  partnerTiers: TierRow;
  partnerAwards: AwardRow;
  partnerBankDetails: BankDetailsRow;
  territories: TerritoryRow;
  territoryWaivers: TerritoryWaiverRow;
  agreementDocuments: AgreementRow;
  agreementSignatures: SignatureRow;
};
