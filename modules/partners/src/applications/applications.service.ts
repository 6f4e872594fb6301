import { randomBytes } from 'node:crypto';
import type { Tx } from '@nexus/db';
import { anonymous, InvalidInputError, newId, type Page, type PersonActor, pageOf } from '@nexus/kernel';
import { companyDomainOf } from '../company-domain.ts';
import {
  ApplicationDecidedError,
  ApplicationNotFoundError,
  ApplicationOpenError,
  ApplicationUnscoredError,
  UnknownKindError,
} from '../partners.errors.ts';
import { type ActAs, ensureMay, type PartnersDependencies, type PartnersTx } from '../partners.parts.ts';
import { maySteerPartners } from '../partners.policy.ts';
import * as partners from '../partners.repository.ts';
import type { Answers, ApplicationRow, CriterionRow, Language } from '../partners.tables.ts';
import type { SealedFields } from '../sealed-fields.ts';
import * as sponsorships from '../sponsorships/sponsorships.repository.ts';
import * as repository from './applications.repository.ts';
import { type Advice, adviceOf, answerFaults, scoreAnswers } from './scoring.ts';

export type NewApplication = {
  kind: string;
  companyName: string;
  contactName: string;
  email: string;
  phone?: string | undefined;
  country: string;
  city?: string | undefined;
  website?: string | undefined;
  language: Language;
  message?: string | undefined;
  referralCode?: string | undefined;
  taxId?: string | undefined;
  answers: Answers;
};

export type Approval = {
  kind?: string | undefined;
  reason?: string | undefined;
  withoutSponsor?: boolean | undefined;
};
export type Approved = { partnerId: string; invitation: { token: string; expiresAt: Date } | null };

export type ApplicationDetails = {
  application: ApplicationRow;
  criteria: CriterionRow[];
  advice: Advice | null;
  taxId: string | null;
};

export type ApplicationsService = ReturnType<typeof createApplicationsService>;

export function createApplicationsService(dependencies: PartnersDependencies, act: ActAs, sealed: SealedFields) {
  const { database, organisations, audit, clock } = dependencies;

  /** Public: what the form asks. */
  async function listQuestions(): Promise<CriterionRow[]> {
    return await database.withActor(anonymous, (tx: PartnersTx) => repository.listCriteria(tx, null));
  }

  /**
   * Public. A second application with the same address is taken like the first and changes nothing, so that nobody learns from the answer who has applied.
   * @throws UnknownKindError, InvalidInputError for answers that fit no question
   */
  async function submit(input: NewApplication): Promise<void> {
    const now = clock.now();
    const id = newId(now.getTime());
    try {
      await database.withActor(anonymous, async (tx: PartnersTx) => {
        if (!(await partners.findKind(tx, input.kind))) throw new UnknownKindError();
        const criteria = await repository.listCriteria(tx, null);
        ensureAnswers(criteria, input.answers);
        await repository.insertApplication(tx, {
          ...blank,
          ...rowOf(id, input, criteria[0]!.version),
          submittedAt: now,
        });
        await audit.record(tx as Tx, {
          actor: anonymous,
          action: 'partner_application.submitted',
          outcome: 'success',
          objects: [{ kind: 'partner_application', id }],
        });
      });
    } catch (error) {
      if (!(error instanceof ApplicationOpenError)) throw error;
    }
  }

  function rowOf(id: string, input: NewApplication, criteriaVersion: number) {
    const { taxId, ...rest } = input;
    return {
      id,
      kind: rest.kind,
      companyName: rest.companyName,
      contactName: rest.contactName,
      email: rest.email.toLowerCase(),
      phone: rest.phone ?? null,
      country: rest.country,
      city: rest.city ?? null,
      website: rest.website ?? null,
      language: rest.language,
      message: rest.message ?? null,
      referralCode: rest.referralCode?.toUpperCase() ?? null,
      answers: rest.answers,
      criteriaVersion,
      taxId: taxId ? sealed.applicationTaxId.seal(id, taxId) : null,
      taxIdFingerprint: taxId ? sealed.taxIdFingerprint(rest.country, taxId) : null,
    };
  }

  async function list(actor: PersonActor, filter: repository.ApplicationFilter): Promise<Page<ApplicationRow>> {
    return await act(actor, async (tx, acting) => {
      ensureMay(maySteerPartners(acting));
      return pageOf(await repository.listApplications(tx, filter), filter.limit, (row) => [
        row.submittedAt.toISOString(),
        row.id,
      ]);
    });
  }

  async function get(actor: PersonActor, id: string): Promise<ApplicationDetails> {
    return await act(actor, async (tx, acting) => {
      ensureMay(maySteerPartners(acting));
      return await detailsOf(tx, id);
    });
  }

  async function detailsOf(tx: PartnersTx, id: string): Promise<ApplicationDetails> {
    const application = await repository.findApplication(tx, id);
    if (!application) throw new ApplicationNotFoundError();
    const { impact, effort, taxId } = application;
    return {
      application,
      criteria: await repository.listCriteria(tx, application.criteriaVersion),
      advice: impact === null || effort === null ? null : adviceOf({ impact, effort }),
      taxId: taxId === null ? null : sealed.applicationTaxId.open(id, taxId),
    };
  }

  async function findOpen(tx: PartnersTx, id: string): Promise<ApplicationRow> {
    const application = await repository.findApplication(tx, id, true);
    if (!application) throw new ApplicationNotFoundError();
    if (application.state === 'approved' || application.state === 'rejected') throw new ApplicationDecidedError();
    return application;
  }

  /** Scores by the newest criteria, over the answers as they were given or as somebody corrected them. */
  async function score(actor: PersonActor, id: string, corrected: Answers): Promise<ApplicationDetails> {
    return await act(actor, async (tx, acting) => {
      ensureMay(maySteerPartners(acting));
      const application = await findOpen(tx, id);
      const criteria = await repository.listCriteria(tx, null);
      const known = new Set(criteria.map(({ code }) => code));
      const given = Object.entries(application.answers).filter(([code]) => known.has(code));
      const answers = { ...Object.fromEntries(given), ...corrected };
      ensureAnswers(criteria, answers);
      const { impact, effort, rows } = scoreAnswers(criteria, answers);
      const criteriaVersion = criteria[0]!.version;
      const at = clock.now();
      await repository.saveScore(tx, id, { answers, criteriaVersion, impact, effort, rows, by: actor.personId, at });
      await record(tx, actor, 'partner_application.scored', id, { details: { impact, effort, criteriaVersion } });
      return await detailsOf(tx, id);
    });
  }

  /**
   * Opens the organisation, the partner in `onboarding`, and its sponsorship when it came with a referral code, unless that is to be left out; then invites
   * the contact to run it. When only the invitation fails, the partner is there and somebody invites again.
   * @throws SelfReferralError when the code is that of the applicant's own company
   */
  async function approve(actor: PersonActor, id: string, input: Approval): Promise<Approved> {
    const { partnerId, application } = await act(actor, async (tx, acting) => {
      ensureMay(maySteerPartners(acting));
      const found = await findOpen(tx, id);
      if (found.state !== 'scored') throw new ApplicationUnscoredError();
      const kind = input.kind ?? found.kind;
      if (!(await partners.findKind(tx, kind))) throw new UnknownKindError();
      const openedId = newId(clock.now().getTime());
      const { companyName: name, country } = found;
      await organisations.openPartner(tx as Tx, actor, { id: openedId, name, country });
      const referralCode = input.withoutSponsor ? null : found.referralCode;
      await insertPartner(tx, actor, { ...found, kind, referralCode }, openedId);
      const reason = input.reason ?? null;
      const decision = {
        state: 'approved' as const,
        kind,
        reason,
        partnerId: openedId,
        by: actor.personId,
        at: clock.now(),
      };
      await repository.saveDecision(tx, id, decision);
      await record(tx, actor, 'partner_application.approved', id, { objects: [{ kind: 'partner', id: openedId }] });
      await record(tx, actor, 'partner.created', id, { objects: [{ kind: 'partner', id: openedId }] });
      return { partnerId: openedId, application: found };
    });
    const { contactName: name, email, language } = application;
    return { partnerId, invitation: await organisations.inviteAdmin(actor, partnerId, { name, email, language }) };
  }

  async function insertPartner(
    tx: PartnersTx,
    actor: PersonActor,
    application: ApplicationRow,
    partnerId: string,
  ): Promise<void> {
    const now = clock.now();
    const { country, taxId, taxIdFingerprint, referralCode } = application;
    await partners.insertPartner(tx, {
      id: partnerId,
      kind: application.kind,
      status: 'onboarding',
      name: application.companyName,
      country,
      companyDomain: companyDomainOf(application.email),
      referralCode: newReferralCode(),
      taxId:
        taxId === null
          ? null
          : sealed.partnerTaxId.seal(partnerId, sealed.applicationTaxId.open(application.id, taxId)),
      taxIdFingerprint,
      applicationId: application.id,
      version: 1,
      createdAt: now,
    });
    const change = { id: newId(now.getTime()), partnerId, status: 'onboarding' as const, since: now };
    await partners.insertStatusChange(tx, { ...change, reason: null, changedBy: actor.personId });
    const sponsorId = referralCode === null ? null : await partners.findPartnerIdByReferral(tx, referralCode);
    if (sponsorId === null) return;
    await sponsorships.insertSponsorship(tx, {
      id: newId(now.getTime()),
      partnerId,
      sponsorId,
      from: now,
      until: null,
      reason: `referral code ${referralCode}`,
      recordedBy: actor.personId,
      recordedAt: now,
      endedBy: null,
      endedReason: null,
    });
    await record(tx, actor, 'sponsorship.recorded', application.id, {
      objects: [
        { kind: 'partner', id: partnerId },
        { kind: 'partner', id: sponsorId },
      ],
    });
  }

  async function reject(actor: PersonActor, id: string, reason: string): Promise<ApplicationDetails> {
    return await act(actor, async (tx, acting) => {
      ensureMay(maySteerPartners(acting));
      const { kind } = await findOpen(tx, id);
      const decision = {
        state: 'rejected' as const,
        kind,
        reason,
        partnerId: null,
        by: actor.personId,
        at: clock.now(),
      };
      await repository.saveDecision(tx, id, decision);
      await record(tx, actor, 'partner_application.rejected', id, {});
      return await detailsOf(tx, id);
    });
  }

  async function record(
    tx: PartnersTx,
    actor: PersonActor,
    action: string,
    id: string,
    more: { objects?: { kind: string; id: string }[]; details?: Record<string, unknown> },
  ): Promise<void> {
    const { objects = [], ...rest } = more;
    const all = [{ kind: 'partner_application', id }, ...objects];
    await audit.record(tx as Tx, { actor, action, outcome: 'success', objects: all, ...rest });
  }

  return { listQuestions, submit, list, get, score, approve, reject };
}

/** What an application has before anybody looked at it. */
const blank = {
  state: 'submitted' as const,
  impact: null,
  effort: null,
  scoreRows: null,
  scoredBy: null,
  scoredAt: null,
  decidedBy: null,
  decidedAt: null,
  decisionReason: null,
  partnerId: null,
  version: 1,
};

function ensureAnswers(criteria: readonly CriterionRow[], answers: Answers): void {
  const faults = answerFaults(criteria, answers);
  if (faults.length > 0)
    throw new InvalidInputError(
      'Some answers do not fit their questions.',
      faults.map((code) => ({ path: `answers/${code}`, message: 'not an answer to this question' })),
    );
}

/** Eight letters and digits that nobody confuses when reading aloud: 32^8 of them. */
function newReferralCode(): string {
  const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  return [...randomBytes(8)].map((byte) => alphabet[byte % 32]).join('');
}
