export type LogFields = Record<string, unknown>;

/** Structured log. Never give it content: names, texts and questions belong in sealed columns. */
export type Logger = {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
};

export const silentLogger: Logger = { info: () => {}, warn: () => {}, error: () => {} };

/** One JSON object a line on the given stream (standard error by default). */
export function jsonLogger(write: (line: string) => void = (line) => process.stderr.write(line)): Logger {
  const log =
    (level: string) =>
    (message: string, fields: LogFields = {}) => {
      const plain = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, printable(value)]));
      write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...plain })}\n`);
    };
  return { info: log('info'), warn: log('warn'), error: log('error') };
}

function printable(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const cause = value.cause === undefined ? undefined : printable(value.cause);
  return { name: value.name, message: value.message, stack: value.stack, cause };
}
