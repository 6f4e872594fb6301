import { createHash, randomBytes } from 'node:crypto';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { canonicalQuery, encode, type S3Credentials, signS3 } from './s3-signer.ts';
import {
  checkKey,
  ObjectExistsError,
  ObjectMissingError,
  type Target,
  TargetAwayError,
  TargetFullError,
  TargetRefusedError,
} from './target.ts';

export type S3TargetOptions = S3Credentials & {
  /** `https://store.example.org:9000`; buckets are named in the path. */
  endpoint: string;
  bucket: string;
  /** Below it everything lies; may be empty. */
  prefix: string;
  /** A certificate authority of the house, PEM. */
  ca?: string;
  /** Longest wait for an answer. */
  limitMs?: number;
};

type Answer = { status: number; body: Buffer };
type Call = {
  method: 'GET' | 'PUT' | 'HEAD' | 'DELETE';
  key: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Uint8Array;
  credentials?: S3Credentials;
};

const tries = 4;

/** Backups in an S3-compatible store of the house. One object a request, signed with version 4; what the store can guarantee is probed, not believed. */
export function createS3Target(options: S3TargetOptions): Target {
  const endpoint = new URL(options.endpoint);
  const isTls = endpoint.protocol === 'https:';
  const limitMs = options.limitMs ?? 60_000;
  const agent = isTls
    ? new HttpsAgent({ keepAlive: true, maxSockets: 8 })
    : new HttpAgent({ keepAlive: true, maxSockets: 8 });
  const root = `${endpoint.pathname.replace(/\/$/, '')}/${encode(options.bucket)}`;
  const prefix = options.prefix === '' ? '' : `${options.prefix.replace(/^\/|\/$/g, '')}/`;
  const name = `s3://${options.bucket}/${prefix} (${endpoint.host})`;

  function once({ method, key, query = {}, headers = {}, body, credentials = options }: Call): Promise<Answer> {
    const path = key === '' ? root : `${root}/${`${prefix}${checkKey(key)}`.split('/').map(encode).join('/')}`;
    const bodySha256 = createHash('sha256')
      .update(body ?? '')
      .digest('hex');
    const signed = signS3(credentials, {
      method,
      path,
      query,
      headers: { ...headers, host: endpoint.host },
      bodySha256,
      at: new Date(),
    });
    const search = canonicalQuery(query);
    return new Promise((resolve, reject) => {
      const outgoing = (isTls ? httpsRequest : httpRequest)({
        protocol: endpoint.protocol,
        hostname: endpoint.hostname.replace(/^\[|\]$/g, ''),
        port: endpoint.port || (isTls ? 443 : 80),
        method,
        path: search === '' ? path : `${path}?${search}`,
        headers: { ...signed, ...(body ? { 'content-length': body.length } : {}) },
        agent,
        ...(options.ca ? { ca: options.ca } : {}),
      });
      outgoing.setTimeout(limitMs, () => outgoing.destroy(new Error(`no answer for ${limitMs / 1_000} s`)));
      outgoing.once('error', reject);
      outgoing.once('response', (incoming: IncomingMessage) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.once('error', reject);
        incoming.once('end', () => resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(parts) }));
      });
      outgoing.end(body);
    });
  }

  /** Tries again what a busy or restarting store may answer another time; every request may be repeated. */
  async function call(request: Call): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await once(request);
        if (answer.status < 500 || answer.status === 507 || attempt === tries) return explain(answer, request.key);
      } catch (cause) {
        if (cause instanceof TargetAwayError || cause instanceof TargetRefusedError) throw cause;
        if (!(cause instanceof Error) || isOurs(cause)) throw cause;
        if (attempt === tries) throw new TargetAwayError(`${name} does not answer: ${cause.message}`, { cause });
      }
      await sleep(200 * 2 ** attempt * (0.5 + Math.random()));
    }
  }

  function explain(answer: Answer, key: string): Answer {
    const { status, body } = answer;
    if (status < 300) return answer;
    const code = /<Code>([A-Za-z0-9]{1,60})<\/Code>/.exec(body.subarray(0, 2_000).toString('latin1'))?.[1] ?? '';
    if (status === 404 && code !== 'NoSuchBucket') throw new ObjectMissingError(key);
    if (status === 412 || (status === 409 && code !== 'OperationAborted')) throw new ObjectExistsError(key);
    if (status === 507 || /Quota|StorageFull|InsufficientCapacity/.test(code))
      throw new TargetFullError(`There is no room left in ${name}.`);
    if (status >= 500) throw new TargetAwayError(`${name} answers ${status} ${code}.`);
    throw new TargetRefusedError(`${name} refuses: ${status} ${code}.`);
  }

  async function exists(key: string): Promise<boolean> {
    try {
      await call({ method: 'HEAD', key });
      return true;
    } catch (error) {
      if (error instanceof ObjectMissingError) return false;
      throw error;
    }
  }

  return {
    name,
    async put(key, bytes, { lockedUntil } = {}) {
      // A store that does not know the condition overwrites in silence: so it is asked first.
      if (await exists(key)) throw new ObjectExistsError(key);
      const lock: Record<string, string> = lockedUntil
        ? {
            'x-amz-object-lock-mode': 'COMPLIANCE',
            'x-amz-object-lock-retain-until-date': lockedUntil.toISOString(),
            'content-md5': createHash('md5').update(bytes).digest('base64'),
          }
        : {};
      await call({ method: 'PUT', key, body: bytes, headers: { 'if-none-match': '*', ...lock } });
    },
    get: async (key) => (await call({ method: 'GET', key })).body,
    getRange: async (key, offset, length) => {
      const { body } = await call({ method: 'GET', key, headers: { range: `bytes=${offset}-${offset + length - 1}` } });
      return body;
    },
    async *list(below) {
      let token = '';
      do {
        const query = {
          'list-type': '2',
          prefix: `${prefix}${checkKey(below)}/`,
          ...(token ? { 'continuation-token': token } : {}),
        };
        const text = (await call({ method: 'GET', key: '', query })).body.toString('utf8');
        for (const [, item = ''] of text.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)) {
          const key = unescapeXml(/<Key>([\s\S]*?)<\/Key>/.exec(item)?.[1] ?? '');
          const size = Number(/<Size>(\d+)<\/Size>/.exec(item)?.[1]);
          if (key.startsWith(prefix)) yield { key: key.slice(prefix.length), size };
        }
        token = /<IsTruncated>true<\/IsTruncated>/.test(text)
          ? unescapeXml(/<NextContinuationToken>([\s\S]*?)<\/NextContinuationToken>/.exec(text)?.[1] ?? '')
          : '';
      } while (token !== '');
    },
    async remove(key) {
      await call({ method: 'DELETE', key }).catch((error: unknown) => {
        if (!(error instanceof ObjectMissingError)) throw error;
      });
    },
    async extendLock(key, until) {
      const text = `<Retention xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Mode>COMPLIANCE</Mode><RetainUntilDate>${until.toISOString()}</RetainUntilDate></Retention>`;
      const body = Buffer.from(text);
      const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
      await call({ method: 'PUT', key, query: { retention: '' }, body, headers });
    },
    async probe() {
      const objectLock = await hasObjectLock();
      const key = `probe/${randomBytes(8).toString('hex')}`;
      await call({ method: 'PUT', key, body: Buffer.from('1') });
      const second = await once({ method: 'PUT', key, body: Buffer.from('2'), headers: { 'if-none-match': '*' } });
      const stranger = await once({ method: 'GET', key, credentials: { ...options, secret: 'not the secret' } });
      await call({ method: 'DELETE', key });
      const writeOnce = second.status === 412 || second.status === 409;
      return {
        writeOnce,
        objectLock,
        otherDevice: null,
        checksSecret: stranger.status === 403 || stranger.status === 401,
      };
    },
  };

  async function hasObjectLock(): Promise<boolean> {
    try {
      const { body } = await call({ method: 'GET', key: '', query: { 'object-lock': '' } });
      return /<ObjectLockEnabled>Enabled</.test(body.toString('latin1'));
    } catch (error) {
      // Many stores do not know the question.
      if (error instanceof ObjectMissingError || error instanceof TargetRefusedError) return false;
      throw error;
    }
  }
}

function isOurs(error: Error): boolean {
  return error instanceof ObjectMissingError || error instanceof ObjectExistsError || error instanceof TargetFullError;
}

function unescapeXml(text: string): string {
  const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, entity) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    return names[entity] ?? whole;
  });
}
