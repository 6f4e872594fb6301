import type { Tx } from '@nexus/db';
import type { PricingTables, ProductRow } from '../pricing.tables.ts';

type PricingTx = Tx<PricingTables>;

export async function insertProduct(tx: PricingTx, product: ProductRow): Promise<void> {
  await tx.insertInto('products').values(product).execute();
}

export async function listProducts(tx: PricingTx): Promise<ProductRow[]> {
  return await tx.selectFrom('products').selectAll().orderBy('productLine').orderBy('code').execute();
}

export async function findProduct(tx: PricingTx, productId: string): Promise<ProductRow | null> {
  return (await tx.selectFrom('products').selectAll().where('id', '=', productId).executeTakeFirst()) ?? null;
}

export async function updateProduct(
  tx: PricingTx,
  productId: string,
  expectedVersion: number,
  change: Partial<Omit<ProductRow, 'id' | 'code' | 'kind' | 'version'>>,
): Promise<boolean> {
  const result = await tx
    .updateTable('products')
    .set({ ...change, version: expectedVersion + 1 })
    .where('id', '=', productId)
    .where('version', '=', expectedVersion)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
