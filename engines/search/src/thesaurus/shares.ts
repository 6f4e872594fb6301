/**
 * What finding another word is worth, where finding the asked word is worth 1: another form of it or the word that was meant by a slip; a synonym, also in
 * the other language; a word that is only near. By eye; one set for all languages and collections.
 */
export type Shares = { form: number; synonym: number; near: number };

export const defaultShares: Shares = { form: 0.85, synonym: 0.6, near: 0.4 };
