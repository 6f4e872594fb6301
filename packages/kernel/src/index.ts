export { type Actor, anonymous, type PersonActor, systemActor } from './actor.ts';
export { type Clock, type FixedClock, fixedClock, systemClock } from './clock.ts';
export { type CsvCell, writeCsv } from './csv/write-csv.ts';
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
export { currencyExponent, isCurrency } from './money/currency.ts';
export {
  addMoney,
  decimalOf,
  ensureSameCurrency,
  MixedCurrenciesError,
  type Money,
  maxMinor,
  money,
  negateMoney,
  parseMoney,
  subtractMoney,
  sumMoney,
  zero,
} from './money/money.ts';
export { allocate, mulRate, mulRatio, type Ratio, type Rounding, wholePpm } from './money/rates.ts';
export { decodeCursor, encodeCursor, type Page, pageOf } from './page.ts';
export { plainText } from './plain-text.ts';
export {
  addMonths,
  type BusinessCalendar,
  type BusinessMonth,
  businessCalendar,
  monthsOfQuarter,
  parseMonth,
  quarterOf,
} from './time/business-time.ts';
