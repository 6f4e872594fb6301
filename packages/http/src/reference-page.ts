import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import scalar from '@scalar/fastify-api-reference';
import fastify from 'fastify';
import type { HttpApp } from './http-app.ts';
import { openApiPath } from './openapi.ts';

type Script = { plain: string; gzipped: Buffer; etag: string };

/** Everything that would make Scalar call home or fetch from elsewhere is off; the CSP would stop it, and this keeps it from trying. */
const configuration = {
  url: openApiPath,
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  documentDownloadType: 'json',
  agent: { disabled: true },
  mcp: { disabled: true },
};

/**
 * The API reference at `path`. Its script comes from the npm package and is served by us, so the page works with no network: nothing on
 * it names another origin.
 */
export function serveReferencePage(app: HttpApp, path: string, title: string): void {
  const base = path === '/' ? '' : path;
  const scriptPath = `${base}/reference-assets/scalar.js`;
  const startPath = `${base}/reference-assets/start.js`;
  const hidden = { config: { access: 'public' as const }, schema: { hide: true } };
  let script: Promise<Script> | null = null;

  app.get(path, hidden, (_, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('content-security-policy', pagePolicy)
      .send(pageHtml(title, scriptPath, startPath)),
  );

  app.get(startPath, hidden, (_, reply) =>
    reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(`Scalar.createApiReference('#reference', ${JSON.stringify(configuration)});\n`),
  );

  app.get(scriptPath, hidden, async (request, reply) => {
    script ??= loadScript();
    const { plain, gzipped, etag } = await script;
    reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('etag', etag)
      .header('vary', 'accept-encoding');
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    const takesGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    return takesGzip ? reply.header('content-encoding', 'gzip').send(gzipped) : reply.send(plain);
  });
}

/** Scalar writes style elements at run time and gives not all of them a nonce (tried in Chromium); scripts stay ours alone. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

function pageHtml(title: string, scriptPath: string, startPath: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</title>
</head>
<body>
<div id="reference"></div>
<script src="${scriptPath}"></script>
<script src="${startPath}"></script>
</body>
</html>
`;
}

/** The package keeps its script to itself and only serves it; so we ask its plugin for it once, in-process. */
async function loadScript(): Promise<Script> {
  const donor = fastify();
  await donor.register(scalar, { routePrefix: '/scalar', configuration: { url: openApiPath } });
  const { statusCode, body } = await donor.inject('/scalar/js/scalar.js');
  await donor.close();
  if (statusCode !== 200) throw new Error(`the reference package no longer serves its script (${statusCode})`);
  const gzipped = await promisify(gzip)(body, { level: 6 });
  return { plain: body, gzipped, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}
