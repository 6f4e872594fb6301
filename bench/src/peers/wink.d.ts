declare module 'wink-bm25-text-search' {
  type Preparation = (input: never) => unknown;
  export type WinkIndex = {
    defineConfig(config: {
      fldWeights: Record<string, number>;
      bm25Params?: { k1: number; b: number; k: number };
    }): void;
    definePrepTasks(tasks: Preparation[], field?: string): number;
    addDoc(document: Record<string, string>, id: number): void;
    consolidate(): void;
    search(text: string, limit?: number): [string, number][];
  };
  const createIndex: () => WinkIndex;
  // biome-ignore lint/style/noDefaultExport: it is how the package exports
  export default createIndex;
}

declare module 'wink-nlp-utils' {
  const utils: {
    string: Record<'lowerCase' | 'removeExtraSpaces' | 'tokenize0', (text: string) => never>;
    tokens: Record<'removeWords' | 'stem' | 'propagateNegations', (tokens: string[]) => never>;
  };
  // biome-ignore lint/style/noDefaultExport: it is how the package exports
  export default utils;
}
