import type { PaidLine } from '@nexus/invoices';

/**
 * How a line of a sale names its product: "nexus-vault", or "nexus-vault+<asset>" when it carried knowledge as it was sold. What a product carries later does
 * not change who earned on it then.
 */
export function productRefOf({
  productCode,
  knowledgeAssetId,
}: Pick<PaidLine, 'productCode' | 'knowledgeAssetId'>): string {
  return knowledgeAssetId === null ? productCode : `${productCode}+${knowledgeAssetId}`;
}

/** The asset of knowledge in such a name; null when there was none. */
export function knowledgeOfProduct(productRef: string): string | null {
  const at = productRef.lastIndexOf('+');
  return at === -1 ? null : productRef.slice(at + 1);
}
