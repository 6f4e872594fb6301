import { UnsealError } from '@nexus/crypto';
import { AppError } from '@nexus/kernel';
import { type RefusedFault, refusalWords, type UnsealInputMethod } from './refusal-words.ts';

/** Everything but health and unsealing, while the keys are not there. */
export class SealedError extends AppError {
  readonly status = 503;
  readonly code = 'sealed';
  readonly title = 'The server is sealed';
  constructor() {
    super(
      'Nothing can be read until an officer unseals the server. / Nada puede leerse hasta que un oficial desprecinte el servidor.',
    );
  }
}

export class UnsealDelayedError extends AppError {
  readonly status = 429;
  readonly code = 'unseal.delayed';
  readonly title = 'Too many attempts';
  readonly retryAfterSeconds: number;
  constructor(seconds: number) {
    super(`Too many attempts. Wait ${seconds} s. / Demasiados intentos. Espere ${seconds} s.`);
    this.retryAfterSeconds = seconds;
  }
}

/** Said in both languages, as all that a server without people's settings says. */
export class UnsealRefusedError extends AppError {
  readonly status = 422;
  readonly code: string;
  readonly title = 'This does not unseal the server';
  constructor(fault: RefusedFault, words: { en: string; es: string }, cause: unknown) {
    super(`${words.en} / ${words.es}`, { cause });
    this.code = `unseal.${fault}`;
  }
}

export class AlreadyUnsealingError extends AppError {
  readonly status = 409;
  readonly code = 'unseal.in_progress';
  readonly title = 'The server is being unsealed';
  constructor() {
    super('The right secret was given; the server is starting. / El servidor está arrancando.');
  }
}

/** What a person may see of an error of unsealing; null for anything else. */
export function refusalOf(error: unknown, method: UnsealInputMethod): UnsealRefusedError | null {
  if (error instanceof UnsealError)
    return new UnsealRefusedError(error.code, refusalWords(error.code, method, error.share), error);
  if (error instanceof Error && 'code' in error && error.code === 'crypto.not_approved')
    return new UnsealRefusedError('not_approved', refusalWords('not_approved', method, null), error);
  return null;
}
