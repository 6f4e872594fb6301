export type Turns = <R>(key: string, run: () => Promise<R>) => Promise<R>;

/** Work under one key is done one after the other, in the order of asking; a failure does not stop those behind it. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return (key, run) => {
    const turn = (last.get(key) ?? Promise.resolve()).catch(() => {}).then(run);
    last.set(key, turn);
    void turn.catch(() => {}).finally(() => last.get(key) === turn && last.delete(key));
    return turn;
  };
}
