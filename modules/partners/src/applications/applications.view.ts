import type { z } from 'zod';
import type { ApplicationRow, CriterionRow } from '../partners.tables.ts';
import type { ApplicationListItem, ApplicationView, QuestionView } from './applications.schemas.ts';
import type { ApplicationDetails } from './applications.service.ts';

export function viewQuestion(row: CriterionRow): z.infer<typeof QuestionView> {
  return {
    code: row.code,
    axis: row.axis,
    weight: row.weight,
    answer: row.answer,
    question: { es: row.questionEs, en: row.questionEn },
    choices: row.bands.flatMap((band) =>
      'value' in band ? [{ value: band.value, es: band.es ?? null, en: band.en ?? null }] : [],
    ),
  };
}

export function viewListedApplication(row: ApplicationRow): z.infer<typeof ApplicationListItem> {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    companyName: row.companyName,
    contactName: row.contactName,
    email: row.email,
    country: row.country,
    city: row.city,
    impact: row.impact,
    effort: row.effort,
    partnerId: row.partnerId,
    submittedAt: row.submittedAt.toISOString(),
  };
}

export function viewApplication(details: ApplicationDetails): z.infer<typeof ApplicationView> {
  const { application: row, criteria, advice, taxId } = details;
  return {
    ...viewListedApplication(row),
    phone: row.phone,
    website: row.website,
    language: row.language,
    message: row.message,
    referralCode: row.referralCode,
    taxId,
    answers: row.answers,
    questions: criteria.map(viewQuestion),
    criteriaVersion: row.criteriaVersion,
    advice,
    scoreRows:
      row.scoreRows?.map(({ code, axis, answer, points, weight }) => ({ code, axis, answer, points, weight })) ?? null,
    scoredAt: row.scoredAt?.toISOString() ?? null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    decisionReason: row.decisionReason,
  };
}
