import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { HttpApp } from '@nexus/http';
import { NotFoundError } from '@nexus/kernel';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.bcmap': 'application/octet-stream',
  '.icc': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
};
const worthCompressing = new Set(['.css', '.js', '.mjs', '.svg', '.wasm']);

type Asset = { plain: Buffer; gzipped: Buffer | null; type: string };

/** The page and its files. Files under `assets` carry the hash of their content in their name, so a browser may keep them for ever. */
export function pageRoutes(app: HttpApp, folder: string, places: readonly string[]): void {
  const hidden = { config: { access: 'public' as const }, schema: { hide: true } };
  const known = new Map<string, Promise<Asset | null>>();
  const assetAt = (name: string): Promise<Asset | null> => {
    const asset = known.get(name) ?? readAsset(folder, name);
    // A page that is built anew while the server runs has other names; what was missing may come.
    known.set(name, asset);
    void asset.then((found) => found ?? known.delete(name));
    return asset;
  };

  for (const url of places) {
    app.get(url, hidden, async (_, reply) => {
      const html = await readFile(join(folder, 'index.html'), 'utf8').catch(() => null);
      if (html === null) return reply.code(503).type('text/plain; charset=utf-8').send(notBuilt);
      const nonce = randomBytes(16).toString('base64');
      return reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-cache')
        .header('content-security-policy', pagePolicy(nonce))
        .send(html.replaceAll('__NONCE__', nonce));
    });
  }

  const sendAsset = (name: string, cacheControl: string) =>
    ({
      ...hidden,
      async handler(request, reply) {
        const file = name || (request.params as { '*': string })['*'];
        const asset = isFileName(file) ? await assetAt(name ? name : `assets/${file}`) : null;
        if (!asset) throw new NotFoundError('No such file.');
        reply.type(asset.type).header('cache-control', cacheControl).header('vary', 'accept-encoding');
        reply.header('content-security-policy', assetPolicy);
        const takesGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
        return asset.gzipped && takesGzip
          ? reply.header('content-encoding', 'gzip').send(asset.gzipped)
          : reply.send(asset.plain);
      },
    }) satisfies Omit<Parameters<HttpApp['route']>[0], 'method' | 'url'>;

  app.route({ method: 'GET', url: '/assets/*', ...sendAsset('', 'public, max-age=31536000, immutable') });
  app.route({ method: 'GET', url: '/favicon.svg', ...sendAsset('favicon.svg', 'no-cache') });
}

const notBuilt =
  'La página no está construida: arranque con «npm start». / The page is not built: start with "npm start".\n';

/** One folder deep, no dots in front: nothing outside the page's own folder has such a name. */
function isFileName(name: string): boolean {
  return /^(?:[\w-][\w.-]*\/)?[\w-][\w.-]*$/.test(name);
}

async function readAsset(folder: string, name: string): Promise<Asset | null> {
  const plain = await readFile(join(folder, name)).catch(() => null);
  if (plain === null) return null;
  const extension = extname(name);
  const gzipped = worthCompressing.has(extension) ? await promisify(gzip)(plain, { level: 9 }) : null;
  return { plain, gzipped, type: types[extension] ?? 'application/octet-stream' };
}

/** What a worker may do: it takes apart the PDF files of strangers, and a script runs under the policy that it came with. */
const assetPolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'";

/**
 * Nothing from elsewhere, nothing inline but what carries this response's nonce. `blob:` and `data:` images are pages that the viewer draws; WebAssembly
 * decodes the image formats of scans.
 */
function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'wasm-unsafe-eval'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
