import { createHash, createHmac } from 'node:crypto';

export type S3Credentials = { keyId: string; secret: string; region: string };

export type SignedRequest = {
  method: string;
  /** Already percent-encoded. */
  path: string;
  query: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  bodySha256: string;
  at: Date;
};

/** Signature version 4 of Amazon's API for one S3 request: the headers to send. Source: AWS General Reference, "Signature Version 4". */
export function signS3(credentials: S3Credentials, request: SignedRequest): Record<string, string> {
  const stamp = `${request.at.toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
  const scope = `${stamp.slice(0, 8)}/${credentials.region}/s3/aws4_request`;
  const headers: Record<string, string> = {
    ...Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value.trim()])),
    'x-amz-content-sha256': request.bodySha256,
    'x-amz-date': stamp,
  };
  const names = Object.keys(headers).sort();
  const canonical = [
    request.method,
    request.path,
    canonicalQuery(request.query),
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    request.bodySha256,
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', stamp, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const hmac = (key: string | Buffer, value: string) => createHmac('sha256', key).update(value).digest();
  const dateKey = hmac(`AWS4${credentials.secret}`, stamp.slice(0, 8));
  const key = hmac(hmac(hmac(dateKey, credentials.region), 's3'), 'aws4_request');
  const signature = createHmac('sha256', key).update(text).digest('hex');
  headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${credentials.keyId}/${scope},SignedHeaders=${names.join(';')},Signature=${signature}`;
  return headers;
}

export function canonicalQuery(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** RFC 3986: everything but unreserved characters. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
