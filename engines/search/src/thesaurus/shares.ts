/** What finding another word is worth, where finding the asked word is worth 1. By eye; one set for all languages and collections. */
export type Shares = { form: number; synonym: number; translation: number; near: number };

export const defaultShares: Shares = { form: 0.85, synonym: 0.6, translation: 0.6, near: 0.4 };
