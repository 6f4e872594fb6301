/** A setting that an administrator has to mend; the message names it and what it may be. */
export class ConfigError extends Error {}

export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws ConfigError unless the setting is left out or a whole number from `min` to `max` */
export function wholeNumber(env: Environment, name: string, fallback: number, min: number, max: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new ConfigError(`${name} is "${text}"; it may be a whole number from ${min} to ${max}.`);
}

/** Items of a setting, without blanks. */
export function list(text: string | undefined, separator: string): string[] {
  return (text ?? '')
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** @throws ConfigError unless the setting is left out or one of these */
export function oneOf<Value extends string>(
  env: Environment,
  name: string,
  fallback: Value,
  allowed: readonly Value[],
): Value {
  const text = env[name] || fallback;
  const value = allowed.find((each) => each === text);
  if (value === undefined) throw new ConfigError(`${name} is "${text}"; it may be ${allowed.join(' or ')}.`);
  return value;
}
