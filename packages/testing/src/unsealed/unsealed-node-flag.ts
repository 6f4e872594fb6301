/** For the `NODE_OPTIONS` of a program of ours that shall seal nothing: what a search of its disk must then find, and what sealing costs. */
export const unsealedNodeFlag = `--import=${new URL('./register.ts', import.meta.url).href}`;
