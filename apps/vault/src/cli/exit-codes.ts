/** How a command ended, for scripts. 130 is what a shell expects of a program that Ctrl C ended (128 and the number of the signal). */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  nothingFound: 3,
  nothingRead: 4,
  noServer: 5,
  notAllowed: 6,
  interrupted: 130,
} as const;

/** Ctrl C, with what is to be said about the work that was begun. */
export class InterruptedError extends Error {}

/** The result of `work`, unless Ctrl C comes first. @throws InterruptedError with `message()`; the work itself is not stopped: end the process */
export function untilInterrupted<Result>(work: Promise<Result>, message: () => string): Promise<Result> {
  const interruption = Promise.withResolvers<never>();
  const onSignal = () => interruption.reject(new InterruptedError(message()));
  process.once('SIGINT', onSignal);
  return Promise.race([work, interruption.promise]).finally(() => process.off('SIGINT', onSignal));
}
