import { readFile } from 'node:fs/promises';
import type { HttpApp, HttpReply } from '@nexus/http';

const folder = new URL('./page/', import.meta.url);
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const files = { 'unseal.css': 'text/css; charset=utf-8', 'unseal.js': 'text/javascript; charset=utf-8' } as const;

/** The page of a sealed server needs no build and nothing else of ours: two files and the HTML. */
export function serveUnsealPage(app: HttpApp): void {
  const hidden = { config: { access: 'public' as const }, schema: { hide: true } };
  for (const [name, type] of Object.entries(files)) {
    app.get(`/${name}`, hidden, async (_, reply) =>
      reply
        .type(type)
        .header('cache-control', 'no-cache')
        .header('content-security-policy', policy)
        .send(await readFile(new URL(name, folder))),
    );
  }
  app.get('/unseal', hidden, async (_, reply) => await unsealPage(reply));
}

export async function unsealPage(reply: HttpReply): Promise<HttpReply> {
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-security-policy', policy)
    .send(await readFile(new URL('unseal.html', folder)));
}
