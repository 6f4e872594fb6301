import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signS3 } from '../src/targets/s3-signer.ts';

export type S3Behaviour = {
  /** Refuses a second write under If-None-Match. */
  knowsConditions: boolean;
  checksSecret: boolean;
  hasObjectLock: boolean;
  /** Answers so many requests with 503 first. */
  busy: number;
  pageSize: number;
};

type Answer = { status: number; body: Buffer };

const said = (text: string): Answer => ({ status: 200, body: Buffer.from(text) });
const refusal = (status: number, code: string): Answer => ({
  status,
  body: Buffer.from(`<Error><Code>${code}</Code></Error>`),
});

const credentials = { keyId: 'nexus', secret: 'un secreto de prueba', region: 'us-east-1' };

/** As much of an S3-compatible store as the target uses, with switches for what real ones do differently. The signature is checked by computing it again. */
export async function startS3Server(behaviour: S3Behaviour) {
  const objects = new Map<string, { bytes: Buffer; lockedUntil: string | null }>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { status, body } = answer(request, Buffer.concat(parts));
      response.writeHead(status, { 'content-length': body.length });
      response.end(request.method === 'HEAD' ? undefined : body);
    });
  });

  function isSigned(request: IncomingMessage, url: URL, body: Buffer): boolean {
    const authorization = request.headers.authorization ?? '';
    const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];
    const own = names.filter((name) => !/^x-amz-(date|content-sha256)$/.test(name));
    const headers = Object.fromEntries(own.map((name) => [name, String(request.headers[name])]));
    const stamp = String(request.headers['x-amz-date']);
    const at = new Date(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
    const bodySha256 = createHash('sha256').update(body).digest('hex');
    const query = Object.fromEntries(url.searchParams);
    const signed = { method: request.method!, path: url.pathname, query, headers, bodySha256, at };
    const expected = signS3(credentials, signed);
    return authorization === expected['authorization'] && request.headers['x-amz-content-sha256'] === bodySha256;
  }

  function answer(request: IncomingMessage, body: Buffer): Answer {
    const url = new URL(request.url!, 'http://store');
    if (behaviour.busy > 0) {
      behaviour.busy -= 1;
      return refusal(503, 'SlowDown');
    }
    if (behaviour.checksSecret && !isSigned(request, url, body)) return refusal(403, 'SignatureDoesNotMatch');
    const [, bucket, ...rest] = url.pathname.split('/');
    if (bucket !== 'copias') return refusal(404, 'NoSuchBucket');
    const key = rest.map(decodeURIComponent).join('/');
    if (key !== '') return answerObject(request, url, key, body);
    if (!url.searchParams.has('object-lock')) return list(url);
    const enabled = '<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>';
    return behaviour.hasObjectLock ? said(enabled) : refusal(404, 'ObjectLockConfigurationNotFoundError');
  }

  function answerObject({ method, headers }: IncomingMessage, url: URL, key: string, body: Buffer): Answer {
    const found = objects.get(key);
    if (method === 'PUT' && !url.searchParams.has('retention')) {
      if (found && behaviour.knowsConditions && headers['if-none-match'] === '*')
        return refusal(412, 'PreconditionFailed');
      const lockedUntil = (headers['x-amz-object-lock-retain-until-date'] as string | undefined) ?? null;
      objects.set(key, { bytes: body, lockedUntil });
      return said('');
    }
    if (method === 'DELETE') {
      if (found?.lockedUntil && new Date(found.lockedUntil) > new Date()) return refusal(403, 'AccessDenied');
      objects.delete(key);
      return { status: 204, body: Buffer.alloc(0) };
    }
    if (!found) return refusal(404, 'NoSuchKey');
    if (method === 'PUT') {
      found.lockedUntil = /<RetainUntilDate>(.*?)</.exec(body.toString())?.[1] ?? null;
      return said('');
    }
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(headers.range ?? '') ?? [];
    if (from === undefined) return { status: 200, body: found.bytes };
    return { status: 206, body: found.bytes.subarray(Number(from), Number(to) + 1) };
  }

  function list(url: URL): Answer {
    const prefix = url.searchParams.get('prefix') ?? '';
    const after = url.searchParams.get('continuation-token') ?? '';
    const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
    const page = keys.slice(0, behaviour.pageSize);
    const sizeOf = (key: string) => objects.get(key)!.bytes.length;
    const items = page.map((key) => `<Contents><Key>${key}</Key><Size>${sizeOf(key)}</Size></Contents>`);
    const more = keys.length > page.length;
    const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
    return said(`<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${items.join('')}</ListBucketResult>`);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    objects,
    options: { ...credentials, endpoint: `http://127.0.0.1:${port}`, bucket: 'copias', prefix: 'vault' },
    close() {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
