import type { Tx } from '@nexus/db';
import {
  type Actor,
  addMonths,
  currencyExponent,
  decodeCursor,
  type Money,
  mulRatio,
  newId,
  type Page,
  type PersonActor,
  pageOf,
  systemActor,
} from '@nexus/kernel';
import { findRate } from '../assets/assets.repository.ts';
import {
  KnowledgeForbiddenError,
  KnowledgeNotFoundError,
  NoRateError,
  OwnWorkError,
  PurchaseTakenError,
  WorkDecidedError,
} from '../knowledge.errors.ts';
import { actsIn, mayConfirmWork, mayEditAssets, mayRecordPurchases } from '../knowledge.policy.ts';
import type { KnowledgeParts } from '../knowledge.ports.ts';
import type { NewGoal, NewWork } from '../knowledge.schemas.ts';
import type { GoalRow, KnowledgeTables, MeritRow, PurchaseRow, WorkRow } from '../knowledge.tables.ts';
import { creditGiven } from './credit-postings.ts';
import * as repository from './credits.repository.ts';

type KnowledgeTx = Tx<KnowledgeTables>;

export type CreditBalance = { organisationId: string; name: string | null; balance: Money };
export type CreditsService = ReturnType<typeof createCreditsService>;

const job = 'knowledge.merits';

/** The three ways to credit: work that another confirms, goals that are reached, money. */
export function createCreditsService(parts: KnowledgeParts) {
  const { database, organisations, ledger, facts, audit, clock, calendar } = parts;
  const act = <R>(actor: PersonActor, run: (tx: KnowledgeTx) => Promise<R>) =>
    database.withActor<KnowledgeTables, R>(actor, run);

  const record = (
    tx: KnowledgeTx,
    actor: Actor,
    action: string,
    kind: string,
    id: string,
    details?: Record<string, unknown>,
  ) =>
    audit.record(tx as Tx, {
      actor,
      action,
      outcome: 'success',
      objects: [{ kind, id }],
      ...(details === undefined ? {} : { details }),
    });

  async function askForWork(actor: PersonActor, input: NewWork): Promise<WorkRow> {
    return await act(actor, async (tx) => {
      if (!actsIn(await organisations.rolesOf(tx as Tx, actor.personId), input.organisationId))
        throw new KnowledgeForbiddenError();
      const { qualification, currency, workedOn: day } = input;
      if ((await findRate(tx, { qualification, currency, day })) === null) throw new NoRateError(qualification);
      const now = clock.now();
      const row: WorkRow = {
        ...input,
        id: newId(now.getTime()),
        personId: actor.personId,
        state: 'asked',
        askedBy: actor.personId,
        askedAt: now,
        ...{ decidedBy: null, decidedAt: null, decisionReason: null, amountMinor: null },
      };
      await repository.insertWork(tx, row);
      await record(tx, actor, 'knowledge_credit.work_asked', 'knowledge_work', row.id);
      return row;
    });
  }

  /** The credit is the hour's rate of the day of the work, for its minutes, rounded once. */
  async function decideWork(
    actor: PersonActor,
    workId: string,
    { approve, reason }: { approve: boolean; reason: string },
  ): Promise<WorkRow> {
    return await act(actor, async (tx) => {
      const work = await repository.findWork(tx, workId);
      if (work === null) throw new KnowledgeNotFoundError('work');
      if (!mayConfirmWork(await organisations.rolesOf(tx as Tx, actor.personId))) throw new KnowledgeForbiddenError();
      if (work.personId === actor.personId || work.askedBy === actor.personId) throw new OwnWorkError();
      const amount = approve ? await creditFor(tx, work) : null;
      const now = clock.now();
      const decision = {
        state: approve ? ('approved' as const) : ('refused' as const),
        decidedBy: actor.personId,
        decidedAt: now,
        decisionReason: reason,
        amountMinor: amount?.minor ?? null,
      };
      if (!(await repository.decideWork(tx, workId, decision))) throw new WorkDecidedError();
      if (amount !== null && amount.minor > 0n)
        await ledger.post(tx as Tx, [
          creditGiven('credit_earned', `knowledge:work:${workId}`, work.organisationId, amount, now),
        ]);
      const action = approve ? 'knowledge_credit.work_approved' : 'knowledge_credit.work_refused';
      await record(tx, actor, action, 'knowledge_work', workId);
      return { ...work, ...decision };
    });
  }

  async function creditFor(tx: KnowledgeTx, { qualification, currency, workedOn, minutes }: WorkRow): Promise<Money> {
    const rate = await findRate(tx, { qualification, currency, day: workedOn });
    if (rate === null) throw new NoRateError(qualification);
    return mulRatio({ minor: rate.hourMinor, currency }, { numerator: BigInt(minutes), denominator: 60n });
  }

  async function createGoal(actor: PersonActor, input: NewGoal): Promise<GoalRow> {
    currencyExponent(input.credit.currency);
    return await act(actor, async (tx) => {
      if (!mayEditAssets(await organisations.rolesOf(tx as Tx, actor.personId))) throw new KnowledgeForbiddenError();
      const now = clock.now();
      const { credit, threshold, ...rest } = input;
      const row: GoalRow = {
        ...rest,
        id: newId(now.getTime()),
        threshold,
        creditMinor: BigInt(credit.minor),
        currency: credit.currency,
        state: 'active',
        createdBy: actor.personId,
        createdAt: now,
      };
      await repository.insertGoal(tx, row);
      await record(tx, actor, 'knowledge_goal.created', 'knowledge_goal', row.id);
      return row;
    });
  }

  /**
   * Awards what was reached in the month before. Any number of times: a merit is given once for a goal, an organisation and a month.
   * @returns how many were given
   */
  async function awardMerits(): Promise<number> {
    const now = clock.now();
    const month = addMonths(calendar.monthOf(now), -1);
    const work = <R>(run: (tx: KnowledgeTx) => Promise<R>) => database.withWorker<KnowledgeTables, R>(job, run);
    const goals = (await work(repository.listGoals)).filter(({ state }) => state === 'active');
    let given = 0;
    for (const goal of goals) given += await work((tx) => awardGoal(tx, goal, month, now));
    return given;
  }

  async function awardGoal(tx: KnowledgeTx, goal: GoalRow, month: string, now: Date): Promise<number> {
    const { metric, currency, creditMinor } = goal;
    const reached = (await facts.reachedIn(tx as Tx, { metric, month, currency })).filter(
      ({ value }) => value >= goal.threshold,
    );
    let given = 0;
    for (const { organisationId, value } of reached) {
      const merit: MeritRow = {
        ...{ goalId: goal.id, organisationId, month, reached: value, creditMinor, currency, awardedAt: now },
      };
      if (!(await repository.insertMerit(tx, merit))) continue;
      const key = `knowledge:merit:${goal.id}:${organisationId}:${month}`;
      await ledger.post(tx as Tx, [
        creditGiven('credit_earned', key, organisationId, { minor: creditMinor, currency }, now),
      ]);
      const details = { organisationId, month, reached: value.toString() };
      await record(tx, systemActor(job), 'knowledge_credit.merit_awarded', 'knowledge_goal', goal.id, details);
      given += 1;
    }
    return given;
  }

  /** Credit for money, in a transaction that may do more: once for a name from outside. @throws PurchaseTakenError for other content */
  async function buyInTx(
    tx: KnowledgeTx,
    actor: Actor,
    input: { organisationId: string; externalId: string; amount: Money },
  ): Promise<PurchaseRow> {
    const { organisationId, externalId, amount } = input;
    const before = await repository.findPurchase(tx, externalId);
    if (before !== null) {
      const isSame =
        before.organisationId === organisationId &&
        before.amountMinor === amount.minor &&
        before.currency === amount.currency;
      if (!isSame) throw new PurchaseTakenError();
      return before;
    }
    const now = clock.now();
    const row: PurchaseRow = {
      id: newId(now.getTime()),
      ...{ organisationId, externalId, amountMinor: amount.minor, currency: amount.currency, boughtAt: now },
      recordedBy: actor.kind === 'person' ? actor.personId : null,
    };
    await repository.insertPurchase(tx, row);
    await ledger.post(tx as Tx, [
      creditGiven('credit_bought', `knowledge:purchase:${row.id}`, organisationId, amount, now),
    ]);
    await record(tx, actor, 'knowledge_credit.bought', 'knowledge_purchase', row.id);
    return row;
  }

  async function recordPurchase(
    actor: PersonActor,
    input: { organisationId: string; externalId: string; amount: Money },
  ): Promise<PurchaseRow> {
    return await act(actor, async (tx) => {
      if (!mayRecordPurchases(await organisations.rolesOf(tx as Tx, actor.personId)))
        throw new KnowledgeForbiddenError();
      return await buyInTx(tx, actor, input);
    });
  }

  /** Of the organisations in which somebody acts. */
  async function balances(actor: PersonActor, currency: string): Promise<CreditBalance[]> {
    currencyExponent(currency);
    return await act(actor, async (tx) => {
      const memberships = await organisations.rolesOf(tx as Tx, actor.personId);
      const ids = [...new Set(memberships.filter(({ kind }) => kind === 'partner').map((one) => one.organisationId))];
      const names = await organisations.namesOf(tx as Tx, ids);
      const accounts = ids.map((ownerId) => ({ ownerId, purpose: 'knowledge_credit' as const, currency }));
      const minors = accounts.length === 0 ? [] : await ledger.balancesOf(tx as Tx, accounts);
      return ids.map((organisationId, index) => ({
        organisationId,
        name: names.get(organisationId) ?? null,
        balance: { minor: minors[index] ?? 0n, currency },
      }));
    });
  }

  async function listWork(
    actor: PersonActor,
    filter: { state?: WorkRow['state'] | undefined },
    page: { cursor?: string | undefined; limit: number },
  ): Promise<Page<WorkRow & { organisationName: string | null }>> {
    const after = page.cursor === undefined ? null : String(decodeCursor(page.cursor, 1)[0]);
    return await act(actor, async (tx) => {
      const rows = await repository.listWork(tx, filter, after, page.limit + 1);
      const { items, nextCursor } = pageOf(rows, page.limit, (row) => [row.id]);
      const names = await organisations.namesOf(tx as Tx, [...new Set(items.map((row) => row.organisationId))]);
      return {
        items: items.map((row) => ({ ...row, organisationName: names.get(row.organisationId) ?? null })),
        nextCursor,
      };
    });
  }

  return {
    askForWork,
    decideWork,
    createGoal,
    awardMerits,
    buyInTx,
    recordPurchase,
    balances,
    listWork,
    listGoals: (actor: PersonActor) =>
      act(actor, async (tx) => ({ goals: await repository.listGoals(tx), merits: await repository.listMerits(tx) })),
  };
}
