import type { Tx } from '@nexus/db';
import type { KnowledgeModule } from '@nexus/knowledge';
import { knowledgeOfProduct } from '@nexus/order-to-cash';

/** The knowledge in what was sold, and who holds it at the time of the sale. */
export function royaltiesFrom(knowledge: Pick<KnowledgeModule['door'], 'holdersOf'>) {
  return {
    async royaltiesOf(tx: Tx, requests: readonly { productRef: string; at: Date }[]) {
      const found = [];
      for (const { productRef, at } of requests) {
        const assetId = knowledgeOfProduct(productRef);
        const holders = assetId === null ? [] : await knowledge.holdersOf(tx, assetId, at);
        found.push(assetId === null || holders.length === 0 ? null : { assetId, holders });
      }
      return found;
    },
  };
}
