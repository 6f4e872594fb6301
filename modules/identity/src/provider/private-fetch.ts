import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';

export type PrivateFetch = (url: string, options?: FetchOptions) => Promise<Response>;

export type FetchOptions = {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  signal?: AbortSignal | undefined;
};

const longestAnswer = 1024 ** 2;
const answerMs = 10_000;

/** Somewhere else than the administrator configured. */
export class ForeignEndpointError extends Error {}

/**
 * A fetch that reaches one origin and no other, by the authorities that were given for it. The global one takes no authorities of one's own. Redirects
 * are not followed: where they lead, nobody configured.
 */
export function privateFetch(origin: string, authority: string | null): PrivateFetch {
  return async (address, { method = 'GET', headers = {}, body, signal } = {}) => {
    const url = new URL(address);
    if (url.origin !== origin) throw new ForeignEndpointError(url.origin);
    const options = {
      method,
      headers,
      timeout: answerMs,
      signal:
        signal === undefined ? AbortSignal.timeout(answerMs) : AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
      agent: false as const,
    };
    return await new Promise<Response>((resolve, reject) => {
      const secure = { ...options, minVersion: 'TLSv1.2' as const, ...(authority === null ? {} : { ca: authority }) };
      const sent = url.protocol === 'https:' ? secureRequest(url, secure) : plainRequest(url, options);
      sent.once('error', reject);
      sent.once('response', (response) => {
        const parts: Buffer[] = [];
        let size = 0;
        response.on('data', (part: Buffer) => {
          size += part.length;
          if (size > longestAnswer) return void sent.destroy(new Error('the answer is too long'));
          parts.push(part);
        });
        response.once('error', reject);
        response.once('end', () => {
          const status = response.statusCode ?? 502;
          const type = response.headers['content-type'];
          const hasBody = status !== 204 && status !== 304;
          const init = { status, ...(type === undefined ? {} : { headers: { 'content-type': type } }) };
          resolve(new Response(hasBody ? Buffer.concat(parts) : null, init));
        });
      });
      sent.end(bodyOf(body));
    });
  };
}

function bodyOf(body: unknown): string | Uint8Array | undefined {
  if (body === null || body === undefined) return undefined;
  if (body instanceof Uint8Array) return body;
  return String(body);
}
