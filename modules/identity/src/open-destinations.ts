import type { DestinationsPort } from './identity.parts.ts';
import type { Source } from './sources.settings.ts';

export type OpenDestinations = {
  /** Opens the way to every source that is on, and closes those to others. */
  refresh(): Promise<void>;
  /** Opens one for as long as something is tried. */
  during<Result>(purpose: string, address: string, work: () => Promise<Result>): Promise<Result>;
};

/** The server connects where its sources are and nowhere else; see the fence of the process. */
export function createOpenDestinations(port: DestinationsPort, listActive: () => Promise<Source[]>): OpenDestinations {
  let close: (() => void)[] = [];
  return {
    async refresh() {
      const sources = await listActive();
      const before = close;
      close = sources.flatMap((source) => {
        if (source.kind === 'cards') return [];
        return [port.allow(source.kind, source.kind === 'directory' ? source.settings.url : source.settings.issuer)];
      });
      for (const closeOne of before) closeOne();
    },
    async during(purpose, address, work) {
      const closeOne = port.allow(purpose, address);
      try {
        return await work();
      } finally {
        closeOne();
      }
    },
  };
}
