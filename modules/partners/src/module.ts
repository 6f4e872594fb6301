import type { HttpApp } from '@nexus/http';
import { agreementsRoutes } from './agreements/agreements.routes.ts';
import { createAgreementsService } from './agreements/agreements.service.ts';
import { applicationsRoutes } from './applications/applications.routes.ts';
import { createApplicationsService } from './applications/applications.service.ts';
import { createBankDetailsService } from './bank/bank-details.service.ts';
import { createHealthService } from './health/health.service.ts';
import { createPartnerFacts } from './partner-facts.ts';
import * as errors from './partners.errors.ts';
import { actAs, type PartnersDependencies } from './partners.parts.ts';
import { partnersRoutes } from './partners.routes.ts';
import { createPartnersService } from './partners.service.ts';
import { sealedFields } from './sealed-fields.ts';
import { sponsorshipsRoutes } from './sponsorships/sponsorships.routes.ts';
import { createSponsorshipsService } from './sponsorships/sponsorships.service.ts';
import { createStandingService } from './standing/standing.service.ts';
import { territoriesRoutes } from './territories/territories.routes.ts';
import { createTerritoriesService } from './territories/territories.service.ts';

export function createPartnersModule(dependencies: PartnersDependencies) {
  const act = actAs(dependencies);
  const sealed = sealedFields(dependencies.keyring);
  const partners = createPartnersService(dependencies, act, sealed);
  const applications = createApplicationsService(dependencies, act, sealed);
  const agreements = createAgreementsService(dependencies, act);
  const sponsorships = createSponsorshipsService(dependencies, act);
  const territories = createTerritoriesService(dependencies, act);
  const bankDetails = createBankDetailsService(dependencies, act, sealed);
  const standing = createStandingService(dependencies, act);
  const health = createHealthService(dependencies, act);
  return {
    service: { partners, applications, agreements, sponsorships, territories, bankDetails, standing, health },
    /** What other modules ask inside their own transaction; compose hands it to their ports. */
    facts: createPartnerFacts(sealed),
    routes(app: HttpApp): void {
      partnersRoutes({ partners, standing, bankDetails, health })(app);
      applicationsRoutes(applications, partners)(app);
      agreementsRoutes(agreements)(app);
      sponsorshipsRoutes(sponsorships)(app);
      territoriesRoutes(territories)(app);
    },
  };
}

export type PartnersModule = ReturnType<typeof createPartnersModule>;
export const partnersMigrations = { name: 'partners', directory: new URL('../migrations/', import.meta.url) };

/** Constraint to error, for the database's one place that maps violations. */
export const partnersConflicts = {
  partners_tax_id_unique: () => new errors.TaxIdTakenError(),
  partners_decided_by_network: () => new errors.DecidedByNetworkError(),
  partner_applications_open: () => new errors.ApplicationOpenError(),
  partner_applications_once: () => new errors.ApplicationDecidedError(),
  partner_contract_plans_one_at_a_time: () => new errors.PlanTakenError(),
  partner_certifications_once: () => new errors.FactRecordedError(),
  partner_tiers_pkey: () => new errors.FactRecordedError(),
  agreement_documents_version: () => new errors.AgreementVersionTakenError(),
  agreement_signatures_once: () => new errors.AlreadySignedError(),
  agreement_signatures_text: () => new errors.OtherTextError(),
  sponsorships_no_circle: () => new errors.SponsorCircleError(),
  sponsorships_depth: () => new errors.SponsorDepthError(),
  sponsorships_not_of_oneself: () => new errors.SelfReferralError(),
  sponsorships_no_self_referral: () => new errors.SelfReferralError(),
  sponsorships_one_at_a_time: () => new errors.SponsorTakenError(),
  sponsorships_only_shortened: () => new errors.OnlyShortenedError(),
  territories_order: () => new errors.TerritoryOrderError(),
  territories_path: () => new errors.TerritoryTakenError(),
  territory_grants_exclusive: () => new errors.TerritoryExclusiveError(),
  territory_grants_only_shortened: () => new errors.OnlyShortenedError(),
  territory_waivers_once: () => new errors.WaiverRecordedError(),
};
