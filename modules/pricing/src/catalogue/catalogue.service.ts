import type { Tx } from '@nexus/db';
import { currencyExponent, newId, type PersonActor, StaleVersionError } from '@nexus/kernel';
import { CatalogueEntryNotFoundError, PricingForbiddenError } from '../pricing.errors.ts';
import type { PricingParts } from '../pricing.parts.ts';
import { mayEditCatalogue } from '../pricing.policy.ts';
import type { PriceListRow, PricePlanRow, PricingTables, ProductRow } from '../pricing.tables.ts';
import type { NewPlan, NewPriceList, NewProduct, NewVersion, ProductChange } from './catalogue.schemas.ts';
import * as plans from './plans.repository.ts';
import * as products from './products.repository.ts';

export type CatalogueService = ReturnType<typeof createCatalogueService>;

export function createCatalogueService({ database, organisations, audit, clock }: PricingParts) {
  const read = <R>(actor: PersonActor, run: (tx: Tx<PricingTables>) => Promise<R>) =>
    database.withActor<PricingTables, R>(actor, run, { readOnly: true });

  /** A change by somebody who may edit the catalogue, with its entry in the log. */
  const edit = <R>(
    actor: PersonActor,
    action: string,
    run: (tx: Tx<PricingTables>) => Promise<{ result: R; object: { kind: string; id: string } }>,
  ) =>
    database.withActor<PricingTables, R>(actor, async (tx) => {
      if (!mayEditCatalogue(await organisations.rolesOf(tx as Tx, actor.personId))) throw new PricingForbiddenError();
      const { result, object } = await run(tx);
      await audit.record(tx as Tx, { actor, action, outcome: 'success', objects: [object] });
      return result;
    });

  function createProduct(actor: PersonActor, input: NewProduct): Promise<ProductRow> {
    return edit(actor, 'product.created', async (tx) => {
      const now = clock.now();
      const row: ProductRow = {
        ...input,
        id: newId(now.getTime()),
        state: 'active',
        version: 1,
        createdBy: actor.personId,
        createdAt: now,
      };
      await products.insertProduct(tx, row);
      return { result: row, object: { kind: 'product', id: row.id } };
    });
  }

  function updateProduct(
    actor: PersonActor,
    productId: string,
    version: number,
    change: ProductChange,
  ): Promise<ProductRow> {
    return edit(actor, 'product.updated', async (tx) => {
      const found = await products.findProduct(tx, productId);
      if (found === null) throw new CatalogueEntryNotFoundError('product');
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      if (!(await products.updateProduct(tx, productId, version, given)))
        throw new StaleVersionError('Somebody else changed the product. Load it again, then repeat the change.');
      const result = { ...found, ...given, version: version + 1 };
      return { result, object: { kind: 'product', id: productId } };
    });
  }

  function createPriceList(actor: PersonActor, input: NewPriceList): Promise<PriceListRow> {
    currencyExponent(input.currency);
    return edit(actor, 'price_list.created', async (tx) => {
      const now = clock.now();
      const row: PriceListRow = {
        ...input,
        id: newId(now.getTime()),
        state: 'active',
        createdBy: actor.personId,
        createdAt: now,
      };
      await plans.insertPriceList(tx, row);
      return { result: row, object: { kind: 'price_list', id: row.id } };
    });
  }

  function createPlan(actor: PersonActor, input: NewPlan): Promise<PricePlanRow> {
    return edit(actor, 'price_plan.created', async (tx) => {
      if ((await products.findProduct(tx, input.productId)) === null) throw new CatalogueEntryNotFoundError('product');
      const now = clock.now();
      const row: PricePlanRow = {
        ...input,
        id: newId(now.getTime()),
        state: 'active',
        createdBy: actor.personId,
        createdAt: now,
      };
      await plans.insertPlan(tx, row);
      return { result: row, object: { kind: 'price_plan', id: row.id } };
    });
  }

  function draftVersion(actor: PersonActor, planId: string, input: NewVersion): Promise<plans.PlanVersion> {
    return edit(actor, 'price_plan.version_drafted', async (tx) => {
      const plan = await plans.findPlan(tx, planId);
      if (plan === null) throw new CatalogueEntryNotFoundError('price plan');
      const list = await plans.findPriceList(tx, input.priceListId);
      if (list === null) throw new CatalogueEntryNotFoundError('price list');
      const now = clock.now();
      const id = newId(now.getTime());
      const { components, ...terms } = input;
      const version: plans.PlanVersion = {
        ...terms,
        id,
        planId,
        model: plan.model,
        currency: list.currency,
        number: await plans.nextVersionNumber(tx, planId, list.id),
        state: 'draft',
        createdBy: actor.personId,
        createdAt: now,
        publishedBy: null,
        publishedAt: null,
        components: components.map(({ tiers, ...component }, index) => {
          const componentId = newId(now.getTime());
          return {
            ...component,
            id: componentId,
            planVersionId: id,
            ordinal: index + 1,
            tiers: tiers.map((tier) => ({ ...tier, componentId })),
          };
        }),
      };
      await plans.insertVersion(tx, version);
      return { result: version, object: { kind: 'price_plan_version', id } };
    });
  }

  function publishVersion(actor: PersonActor, versionId: string): Promise<plans.PlanVersion> {
    return edit(actor, 'price_plan.version_published', async (tx) => {
      if (!(await plans.publishVersion(tx, versionId, actor.personId, clock.now())))
        throw new CatalogueEntryNotFoundError('version of a price plan');
      const version = (await plans.findVersion(tx, versionId))!;
      return { result: version, object: { kind: 'price_plan_version', id: versionId } };
    });
  }

  function discardVersion(actor: PersonActor, versionId: string): Promise<void> {
    return edit(actor, 'price_plan.version_discarded', async (tx) => {
      if (!(await plans.deleteVersion(tx, versionId))) throw new CatalogueEntryNotFoundError('version of a price plan');
      return { result: undefined, object: { kind: 'price_plan_version', id: versionId } };
    });
  }

  return {
    createProduct,
    updateProduct,
    createPriceList,
    createPlan,
    draftVersion,
    publishVersion,
    discardVersion,
    listProducts: (actor: PersonActor) => read(actor, products.listProducts),
    getProduct: (actor: PersonActor, productId: string) =>
      read(actor, async (tx) => {
        const found = await products.findProduct(tx, productId);
        if (found === null) throw new CatalogueEntryNotFoundError('product');
        return found;
      }),
    listPriceLists: (actor: PersonActor) => read(actor, plans.listPriceLists),
    listPlans: (actor: PersonActor) => read(actor, plans.listPlans),
    getPlan: (actor: PersonActor, planId: string) =>
      read(actor, async (tx) => {
        const plan = await plans.findPlan(tx, planId);
        if (plan === null) throw new CatalogueEntryNotFoundError('price plan');
        return { ...plan, versions: await plans.listVersions(tx, planId) };
      }),
  };
}
