/** Figure names are `r1`, `mrr10`, `ndcg10`, `p50_ms`, `build_s`, `bytes_per_passage` and the like: name and unit in one. */
export type Figures = Record<string, number>;

export type BenchResult = {
  bench: string;
  /** What it ran on, as a person would name it (a file or folder path, or `generated`). */
  data: string;
  ours: Figures;
  peers: Record<string, Figures>;
};

export type BenchOptions = {
  /** What `--data` names, absolute; null when the bench shall pick its default data. */
  data: string | null;
  /** Every other `--name value`. */
  flags: Readonly<Record<string, string>>;
  /** Progress and loud remarks, for people: goes to stderr. */
  log(line: string): void;
};

/** `run` gives one result per data set: a bench may go through all the default files of its kind. */
export type Bench = {
  name: string;
  /** One line for the list of benches. */
  summary: string;
  run(options: BenchOptions): Promise<BenchResult | BenchResult[]>;
};

export function numberOf({ flags }: Pick<BenchOptions, 'flags'>, name: string, otherwise: number): number {
  return Number(flags[name] ?? otherwise);
}
