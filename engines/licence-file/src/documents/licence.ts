import { z } from 'zod';
import { documentHead, Instant, PlainName, Sequence, Slug } from './parts.ts';

/**
 * - `perpetual`: for ever, at the versions that came out while maintenance was paid
 * - `annual`: while it is rented
 * - `hybrid`: use for ever, maintenance by the year
 * - `consumption`: what is used is counted, reported and invoiced
 */
export const licenceKinds = ['perpetual', 'annual', 'hybrid', 'consumption'] as const;
export type LicenceKind = (typeof licenceKinds)[number];

const Binding = z.strictObject({
  salt: z
    .base64()
    .length(24)
    .describe('16 bytes: what is known of a machine under one licence says nothing under another'),
  need: z.int().min(1).max(10).describe('How many of the marks of a machine must be found again'),
  activateWithinDays: z.int().min(0).max(365).describe('The days that it works on a machine before it is activated'),
});

const Limits = z.record(Slug, z.int().min(0)).refine((limits) => Object.keys(limits).length <= 50, 'at most 50 limits');

export const LicenceDocument = z
  .strictObject({
    ...documentHead,
    serial: z.uuid().describe('Of this file'),
    seq: Sequence.describe('Grows with each file of a licence; a machine takes no older one'),
    licenceId: z.uuid(),
    customer: z.strictObject({ id: z.uuid(), name: PlainName }),
    product: Slug,
    kind: z.enum(licenceKinds),
    modules: z.array(Slug).max(100),
    seats: z.int().min(1).max(100_000).describe('Machines that may be active at once'),
    limits: Limits.describe('By unit, such as users; what is not named is not limited'),
    meteredUnits: z.array(Slug).max(50).describe('What usage reports must count'),
    notBefore: Instant,
    expires: Instant.nullable(),
    warnDays: z.int().min(0).max(365),
    graceDays: z.int().min(0).max(365),
    maintenanceUntil: Instant.nullable(),
    maxReleaseDate: Instant.nullable().describe('Versions that came out later are not covered'),
    machine: Binding.nullable().describe('Null: not bound to a machine'),
    policyVersion: z.int().min(1),
  })
  .superRefine((licence, context) => {
    for (const message of contradictions(licence)) context.addIssue({ code: 'custom', message });
  });

export type LicenceDocument = z.infer<typeof LicenceDocument>;

type Terms = {
  kind: LicenceKind;
  notBefore: string;
  expires: string | null;
  maintenanceUntil: string | null;
  meteredUnits: readonly string[];
  modules: readonly string[];
};

/** What the kinds promise, so that no file can say otherwise. */
function contradictions({ kind, notBefore, expires, maintenanceUntil, meteredUnits, modules }: Terms): string[] {
  const found: string[] = [];
  const isForEver = kind === 'perpetual' || kind === 'hybrid';
  if (isForEver && expires !== null) found.push('use for ever that ends');
  if (kind === 'annual' && expires === null) found.push('a rent without an end');
  if (kind === 'hybrid' && maintenanceUntil === null) found.push('maintenance without an end');
  if (kind === 'consumption' && meteredUnits.length === 0) found.push('consumption of nothing');
  if (expires !== null && Date.parse(expires) <= Date.parse(notBefore)) found.push('ends before it begins');
  if (new Set(modules).size !== modules.length) found.push('a module twice');
  if (new Set(meteredUnits).size !== meteredUnits.length) found.push('a unit twice');
  return found;
}
