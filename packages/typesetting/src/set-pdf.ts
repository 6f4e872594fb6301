import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

let loaded: NodeCompiler | null = null;

/**
 * A document on paper. The template reads `data` with `json(bytes(sys.inputs.data))`: as values, never as source.
 * Blocks the thread for some tens of milliseconds; a second at most for the longest documents.
 * @throws when it cannot be set
 */
export async function setPdf(template: string, data: unknown): Promise<Buffer> {
  // Fifty megabytes of typesetter: loaded by the first document, and not at all without one.
  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler');
  loaded ??= NodeCompiler.create({ workspace: import.meta.dirname });
  try {
    return loaded.pdf({ mainFileContent: template, inputs: { data: JSON.stringify(data) } });
  } finally {
    loaded.evictCache(5);
  }
}
