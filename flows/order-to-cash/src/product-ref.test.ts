import { expect, test } from 'vitest';
import { knowledgeOfProduct, productRefOf } from './product-ref.ts';

test('a product is named with the knowledge that it carried', () => {
  const assetId = '019a0000-0000-7000-8000-000000000001';
  expect(knowledgeOfProduct(productRefOf({ productCode: 'vault', knowledgeAssetId: assetId }))).toBe(assetId);
  expect(knowledgeOfProduct(productRefOf({ productCode: 'vault', knowledgeAssetId: null }))).toBe(null);
});
