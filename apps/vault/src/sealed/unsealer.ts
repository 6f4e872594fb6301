import {
  type OpenedRoot,
  UnsealError,
  type UnsealFile,
  unsealWithKeyFile,
  unsealWithPassphrase,
  unsealWithShares,
} from '@nexus/crypto';
import { AlreadyUnsealingError, refusalOf, UnsealDelayedError } from './sealed.errors.ts';
import { createShareCollection, type SharesProgress } from './share-collection.ts';
import type { UnsealAttempt, UnsealAttempts } from './unseal-attempts.ts';

export type UnsealInput =
  | { method: 'passphrase'; passphrase: string }
  | { method: 'keyFile'; content: string }
  | { method: 'share'; share: string };

export type MethodView =
  | { kind: 'passphrase' | 'keyFile'; id: string; createdAt: string }
  | { kind: 'shares'; id: string; createdAt: string; setId: string; threshold: number; count: number };

export type UnsealStatus = {
  state: 'sealed' | 'starting';
  methods: MethodView[];
  shares: SharesProgress | null;
  /** Why the start failed after the right secret was given. */
  problem: { code: string; detail: string } | null;
};

export type UnsealerOptions = {
  file: UnsealFile;
  attempts: UnsealAttempts;
  /** Called once with what was opened; the server starts. When it rejects, the server stays sealed and says why. */
  onOpened(candidates: OpenedRoot[]): Promise<void>;
  describeFailure(error: unknown): { code: string; detail: string };
  /** Left over from an earlier try. */
  problem?: { code: string; detail: string };
};

export type Unsealer = ReturnType<typeof createUnsealer>;

/** Takes what people give while the server is sealed, until it opens. */
export function createUnsealer({ file, attempts, onOpened, describeFailure, ...rest }: UnsealerOptions) {
  const collection = createShareCollection(() => file);
  let isStarting = false;
  let problem: UnsealStatus['problem'] = rest.problem ?? null;

  async function open(input: UnsealInput): Promise<OpenedRoot[] | null> {
    if (input.method === 'passphrase') return await unsealWithPassphrase(file, input.passphrase);
    if (input.method === 'keyFile') return unsealWithKeyFile(file, input.content);
    const shares = collection.add(input.share);
    if (shares === null) return null;
    try {
      const opened = unsealWithShares(file, shares);
      if (opened.length === 0) throw new UnsealError('no_such_method', 'The set of these shares was removed.');
      return opened;
    } finally {
      collection.clear();
    }
  }

  /**
   * @throws UnsealDelayedError after too many failures, UnsealRefusedError that says what is wrong, AlreadyUnsealingError
   */
  async function give(source: string, input: UnsealInput): Promise<UnsealStatus> {
    if (isStarting) throw new AlreadyUnsealingError();
    const waitSeconds = await attempts.begin(source);
    if (waitSeconds > 0) throw new UnsealDelayedError(waitSeconds);
    const note = (outcome: string, isSuccess: boolean) => {
      const attempt: Omit<UnsealAttempt, 'at'> = { source, method: input.method, outcome };
      return attempts.end(attempt, isSuccess);
    };
    let opened: OpenedRoot[] | null;
    try {
      opened = await open(input);
    } catch (error) {
      const refusal = refusalOf(error, input.method);
      await note(refusal?.code.replace('unseal.', '') ?? 'error', false);
      throw refusal ?? error;
    }
    // A genuine share cannot be guessed: it is no failure, whatever it brings.
    await note(opened ? 'opened' : 'share_accepted', true);
    if (opened) start(opened);
    return status();
  }

  function start(opened: OpenedRoot[]): void {
    isStarting = true;
    problem = null;
    void onOpened(opened)
      .catch((error: unknown) => {
        problem = describeFailure(error);
      })
      .finally(() => {
        for (const { rootKey } of opened) rootKey.fill(0);
        isStarting = false;
      });
  }

  function status(): UnsealStatus {
    const methods = file.generations[0]!.methods.map((method): MethodView => {
      const { id, createdAt } = method;
      if (method.kind !== 'shares') return { kind: method.kind, id, createdAt };
      return { kind: 'shares', id, createdAt, setId: method.setId, threshold: method.threshold, count: method.count };
    });
    return { state: isStarting ? 'starting' : 'sealed', methods, shares: collection.progress(), problem };
  }

  return { give, status, cancelShares: collection.clear };
}
