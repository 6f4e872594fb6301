import { InvalidInputError, isCurrency } from '@nexus/kernel';
import { z } from 'zod';

const Ppm = z.number().int().min(0).max(1_000_000).describe('Parts per million: 150000 is 15 %');
const Name = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'lower-case letters, digits and underscores');
const Amount = z.object({
  minor: z.string().regex(/^\d{1,18}$/, 'whole smallest units from 0'),
  currency: z.string().refine(isCurrency, 'a currency code of ISO 4217'),
});

/** From `from` sales in the month on. Inside the band `lowPpm`..`highPpm` the certification decides, as far as `certificationPpm` names it. */
const Tier = z.strictObject({ name: Name, from: z.number().int().min(0), lowPpm: Ppm, highPpm: Ppm });

const RevenueShare = z.strictObject({
  /** Whether sponsors of the seller get their overrides on such a sale. */
  paysOverrides: z.boolean(),
  /** Whether holders of knowledge get their royalty on such a sale. */
  paysRoyalty: z.boolean(),
});

const cuttable = z.union([z.enum(['bonus', 'direct']), z.string().regex(/^override:[1-9]$/)]);

const PlanSchema = z
  .strictObject({
    format: z.literal('nexus.commission-plan/1'),
    name: z.string().trim().min(1).max(200),
    rounding: z.enum(['half-even', 'half-up']),
    /** `retroactive`: the month's tier applies to the whole month. `marginal`: each sale keeps the rate of its own place in the month. */
    mode: z.enum(['retroactive', 'marginal']),
    counting: z.strictObject({ minimumNet: Amount }),
    kinds: z.record(
      Name,
      z.strictObject({
        tiers: z.array(Tier).min(1).max(20),
        certificationPpm: z.record(Name, Ppm),
      }),
    ),
    overrides: z.array(z.strictObject({ level: z.number().int().min(1).max(9), ratePpm: Ppm })).max(9),
    royalty: z.strictObject({ ratePpm: Ppm }),
    cap: z.strictObject({ ppm: Ppm, cutOrder: z.array(cuttable).min(1) }),
    bonus: z.strictObject({ ratePpm: Ppm }),
    jointProduct: RevenueShare.extend({ sharesPpm: z.array(Ppm).min(2).max(10) }),
    marketplace: RevenueShare.extend({
      feePpm: z.record(Name, Ppm),
      sellerPpm: Ppm,
      listingFee: z.strictObject({ lowest: Amount, highest: Amount }),
      premiumFeeMonthly: z.strictObject({ lowest: Amount, highest: Amount }),
    }),
    whiteLabel: RevenueShare.extend({
      lowestPpm: Ppm,
      highestPpm: Ppm,
      licenceFee: z.strictObject({ lowest: Amount, highest: Amount }),
    }),
    hold: z.strictObject({ days: z.number().int().min(0).max(3650) }),
    payout: z.strictObject({ minimum: Amount }),
  })
  .superRefine((plan, context) => {
    const issue = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    for (const [kind, { tiers }] of Object.entries(plan.kinds)) {
      if (tiers[0]!.from !== 0) issue(['kinds', kind, 'tiers', 0, 'from'], 'the first tier begins at 0 sales');
      tiers.forEach((tier, index) => {
        const place = ['kinds', kind, 'tiers', index];
        if (tier.lowPpm > tier.highPpm) issue([...place, 'lowPpm'], 'the lower end is not above the upper one');
        const before = tiers[index - 1];
        if (before === undefined) return;
        if (tier.from <= before.from) issue([...place, 'from'], 'each tier begins above the one before');
        if (tier.lowPpm < before.lowPpm || tier.highPpm < before.highPpm)
          issue([...place, 'lowPpm'], 'a higher tier never pays less');
      });
    }
    plan.overrides.forEach(({ level }, index) => {
      if (level !== index + 1) issue(['overrides', index, 'level'], 'levels are 1, 2, 3 and so on');
    });
    const wanted = new Set(['bonus', 'direct', ...plan.overrides.map(({ level }) => `override:${level}`)]);
    const named = new Set<string>(plan.cap.cutOrder);
    if (named.size !== plan.cap.cutOrder.length || named.size !== wanted.size || [...named].some((n) => !wanted.has(n)))
      issue(['cap', 'cutOrder'], 'names the bonus, direct and every override exactly once');
    if (plan.royalty.ratePpm > plan.cap.ppm)
      issue(['royalty', 'ratePpm'], 'the royalty is never cut, so it may not pass the cap');
    if (plan.jointProduct.sharesPpm.reduce((a, b) => a + b, 0) !== 1_000_000)
      issue(['jointProduct', 'sharesPpm'], 'the shares together are the whole');
    if (plan.whiteLabel.lowestPpm > plan.whiteLabel.highestPpm)
      issue(['whiteLabel', 'lowestPpm'], 'the lower end is not above the upper one');
  });

/** A plan as data. Every number that commissions depend on is in here and nowhere else. */
export type Plan = z.infer<typeof PlanSchema>;

export type KindRules = Plan['kinds'][string];
export type PlanTier = KindRules['tiers'][number];

/** @throws InvalidInputError that names each place in the plan that is not in order */
export function parsePlan(data: unknown): Plan {
  const result = PlanSchema.safeParse(data);
  if (result.success) return result.data;
  throw new InvalidInputError(
    'The commission plan is not in order.',
    result.error.issues.map(({ path, message }) => ({ path: path.join('/'), message })),
  );
}
