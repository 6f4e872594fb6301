export { type Actor, anonymous, type PersonActor, systemActor } from './actor.ts';
export { type Clock, type FixedClock, fixedClock, systemClock } from './clock.ts';
export {
  AppError,
  type AppErrorOptions,
  ConflictError,
  ForbiddenError,
  type InputIssue,
  InvalidInputError,
  NotFoundError,
  StaleVersionError,
  TooLargeError,
  UnauthenticatedError,
  UnavailableError,
} from './errors.ts';
export { isUuid, newId, uuidFromBytes, uuidToBytes } from './ids.ts';
export { jsonLogger, type LogFields, type Logger, silentLogger } from './logger.ts';
export { decodeCursor, encodeCursor, type Page, pageOf } from './page.ts';
export { plainText } from './plain-text.ts';
