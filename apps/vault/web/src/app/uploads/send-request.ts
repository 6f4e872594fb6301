import { ApiProblem } from '@nexus/page/api';

export type SendOptions = {
  headers?: Record<string, string>;
  body?: XMLHttpRequestBodyInit;
  signal: AbortSignal;
  onProgress?(sentBytes: number): void;
};

/** A request whose body's way can be watched, which `fetch` cannot. @throws ApiProblem; `offline` when no answer came. */
export function sendRequest<T>(method: string, url: string, options: SendOptions): Promise<T> {
  const { headers = {}, body, signal, onProgress } = options;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = (): void => request.abort();
    const over = (): void => signal.removeEventListener('abort', stop);
    const offline = (): void => {
      over();
      reject(new ApiProblem(0, { code: 'offline' }));
    };
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => onProgress?.(loaded);
    request.onerror = offline;
    request.ontimeout = offline;
    request.onabort = offline;
    request.onload = () => {
      over();
      const answer = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(answer as T);
      else reject(new ApiProblem(request.status, answer ?? {}));
    };
    signal.addEventListener('abort', stop);
    if (signal.aborted) return offline();
    request.send(body ?? null);
  });
}

function parsed(text: string): object | null {
  try {
    return JSON.parse(text) as object;
  } catch {
    return null;
  }
}
