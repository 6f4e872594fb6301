import { readFileSync } from 'node:fs';
import type { HttpApp } from '@nexus/http';

const files = [
  { url: '/setup', file: 'setup.html', type: 'text/html; charset=utf-8' },
  { url: '/setup/setup.css', file: 'setup.css', type: 'text/css; charset=utf-8' },
  { url: '/setup/setup.js', file: 'setup.js', type: 'text/javascript; charset=utf-8' },
];

/** The page behind the one-time link: three fields, no framework, nothing from elsewhere. */
export function setupPageRoutes(app: HttpApp): void {
  for (const { url, file, type } of files) {
    const content = readFileSync(new URL(`./setup-page/${file}`, import.meta.url));
    app.route({
      method: 'GET',
      url,
      config: { access: 'public' },
      schema: { hide: true },
      handler: async (_request, reply) => reply.type(type).header('cache-control', 'no-store').send(content),
    });
  }
}
