import type { Tx } from '@nexus/db';
import { currencyExponent, decimalOf, newId, type PersonActor } from '@nexus/kernel';
import { creditSpent } from '../credits/credit-postings.ts';
import { CreditTooLowError, KnowledgeForbiddenError, KnowledgeNotFoundError } from '../knowledge.errors.ts';
import { actsIn, mayEditAssets, mayEditHoldings } from '../knowledge.policy.ts';
import type { KnowledgeParts } from '../knowledge.ports.ts';
import type { NewAsset, NewHolding, NewRate } from '../knowledge.schemas.ts';
import type { AccessRow, AssetRow, KnowledgeTables } from '../knowledge.tables.ts';
import * as repository from './assets.repository.ts';

type KnowledgeTx = Tx<KnowledgeTables>;

export type Asset = AssetRow & {
  holdings: (repository.Holding & { holderName: string | null })[];
  accesses: AccessRow[];
};

export type AssetsService = ReturnType<typeof createAssetsService>;

export function createAssetsService(parts: KnowledgeParts) {
  const { database, organisations, ledger, audit, clock } = parts;
  const act = <R>(actor: PersonActor, run: (tx: KnowledgeTx) => Promise<R>) =>
    database.withActor<KnowledgeTables, R>(actor, run);

  const record = (tx: KnowledgeTx, actor: PersonActor, action: string, id: string, details?: Record<string, unknown>) =>
    audit.record(tx as Tx, {
      actor,
      action,
      outcome: 'success',
      objects: [{ kind: 'knowledge_asset', id }],
      ...(details === undefined ? {} : { details }),
    });

  async function create(actor: PersonActor, input: NewAsset): Promise<Asset> {
    currencyExponent(input.price.currency);
    return await act(actor, async (tx) => {
      if (!mayEditAssets(await organisations.rolesOf(tx as Tx, actor.personId))) throw new KnowledgeForbiddenError();
      const now = clock.now();
      const { price, ...rest } = input;
      const row: AssetRow = {
        ...rest,
        id: newId(now.getTime()),
        priceMinor: BigInt(price.minor),
        currency: price.currency,
        state: 'active',
        createdBy: actor.personId,
        createdAt: now,
      };
      await repository.insertAsset(tx, row);
      await record(tx, actor, 'knowledge_asset.created', row.id);
      return { ...row, holdings: [], accesses: [] };
    });
  }

  async function addHolding(actor: PersonActor, assetId: string, input: NewHolding): Promise<Asset> {
    return await act(actor, async (tx) => {
      if (!mayEditHoldings(await organisations.rolesOf(tx as Tx, actor.personId))) throw new KnowledgeForbiddenError();
      if ((await repository.findAsset(tx, assetId)) === null) throw new KnowledgeNotFoundError('asset');
      const now = clock.now();
      const holding = { ...input, id: newId(now.getTime()), assetId, createdBy: actor.personId, createdAt: now };
      await repository.insertHolding(tx, holding);
      const { holderId, sharePpm } = input;
      await record(tx, actor, 'knowledge_asset.holding_added', assetId, { holderId, sharePpm });
      return await detail(tx, assetId);
    });
  }

  /** @param day the first day without it */
  async function endHolding(actor: PersonActor, assetId: string, holdingId: string, day: string): Promise<Asset> {
    return await act(actor, async (tx) => {
      if (!mayEditHoldings(await organisations.rolesOf(tx as Tx, actor.personId))) throw new KnowledgeForbiddenError();
      if (!(await repository.endHolding(tx, holdingId, day)))
        throw new KnowledgeNotFoundError('share that began before this day');
      await record(tx, actor, 'knowledge_asset.holding_ended', assetId, { holdingId });
      return await detail(tx, assetId);
    });
  }

  /** For oneself, with the credits of an organisation in which one acts. Once, by the database; never on credit, by the ledger. */
  async function buyAccess(actor: PersonActor, assetId: string, organisationId: string): Promise<AccessRow> {
    return await act(actor, async (tx) => {
      if (!actsIn(await organisations.rolesOf(tx as Tx, actor.personId), organisationId))
        throw new KnowledgeForbiddenError();
      const asset = await repository.findAsset(tx, assetId);
      if (asset === null || asset.state === 'retired') throw new KnowledgeNotFoundError('asset');
      const { priceMinor, currency } = asset;
      const now = clock.now();
      const id = newId(now.getTime());
      const access = { id, assetId, organisationId, personId: actor.personId, priceMinor, currency, boughtAt: now };
      await repository.insertAccess(tx, access);
      const account = { ownerId: organisationId, purpose: 'knowledge_credit' as const, currency };
      const [balance = 0n] = await ledger.balancesOf(tx as Tx, [account]);
      if (balance < priceMinor)
        throw new CreditTooLowError(
          `Access costs ${decimalOf({ minor: priceMinor, currency })} ${currency} of credit, and ${decimalOf({ minor: balance, currency })} are there.`,
        );
      await ledger.post(tx as Tx, [
        creditSpent(`knowledge:access:${id}`, organisationId, { minor: priceMinor, currency }, now),
      ]);
      await record(tx, actor, 'knowledge_asset.access_bought', assetId);
      return access;
    });
  }

  async function createRate(actor: PersonActor, input: NewRate): Promise<repository.Rate> {
    currencyExponent(input.hour.currency);
    return await act(actor, async (tx) => {
      if (!mayEditAssets(await organisations.rolesOf(tx as Tx, actor.personId))) throw new KnowledgeForbiddenError();
      const now = clock.now();
      const { hour, ...rest } = input;
      const rate = {
        ...rest,
        id: newId(now.getTime()),
        hourMinor: BigInt(hour.minor),
        currency: hour.currency,
        createdBy: actor.personId,
        createdAt: now,
      };
      await repository.insertRate(tx, rate);
      await audit.record(tx as Tx, {
        actor,
        action: 'knowledge_rate.created',
        outcome: 'success',
        objects: [{ kind: 'knowledge_rate', id: rate.id }],
      });
      return rate;
    });
  }

  async function detail(tx: KnowledgeTx, assetId: string): Promise<Asset> {
    const asset = await repository.findAsset(tx, assetId);
    if (asset === null) throw new KnowledgeNotFoundError('asset');
    return (await withParts(tx, [asset]))[0]!;
  }

  async function withParts(tx: KnowledgeTx, assets: readonly AssetRow[]): Promise<Asset[]> {
    const ids = assets.map(({ id }) => id);
    const holdings = await repository.listHoldings(tx, ids);
    const accesses = await repository.listAccesses(tx, ids);
    const names = await organisations.namesOf(tx as Tx, [...new Set(holdings.map(({ holderId }) => holderId))]);
    return assets.map((asset) => ({
      ...asset,
      holdings: holdings
        .filter(({ assetId }) => assetId === asset.id)
        .map((holding) => ({ ...holding, holderName: names.get(holding.holderId) ?? null })),
      accesses: accesses.filter(({ assetId }) => assetId === asset.id),
    }));
  }

  return {
    create,
    addHolding,
    endHolding,
    buyAccess,
    createRate,
    list: (actor: PersonActor) => act(actor, async (tx) => withParts(tx, await repository.listAssets(tx))),
    get: (actor: PersonActor, assetId: string) => act(actor, (tx) => detail(tx, assetId)),
    listRates: (actor: PersonActor) => act(actor, repository.listRates),
  };
}
