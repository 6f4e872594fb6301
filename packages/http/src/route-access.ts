import type { FastifyRequest, RouteOptions } from 'fastify';

export type Role = 'administrator' | 'officer' | 'auditor';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route at all. There is no default: a route without it stops the start. */
    access: 'public' | 'session';
    /** With `session`: holders of at least one of these. Left out: every signed-in person. */
    roles?: readonly Role[];
    /** Needs a person at a screen: access tokens of programs are refused (passwords, tokens, sessions). */
    interactive?: boolean;
    /** Takes `Idempotency-Key`. Every POST that creates something says true. */
    idempotent?: boolean;
    /**
     * With `idempotent`, for what depends on rights that may end: of the response only its `id` is kept, and a repeated request is answered with
     * what this makes of it then, in the name of whoever asks.
     */
    replay?: (request: FastifyRequest, id: string) => Promise<unknown>;
    /** Takes `If-Match`; documented as required, checked by `requireVersion`. */
    versioned?: boolean;
    /** Takes multipart/form-data and is not held to the JSON body limit. */
    upload?: boolean;
  }
}

export type RouteRecord = {
  method: string;
  /** The pattern, such as `/api/v1/spaces/:spaceId`. */
  url: string;
  access: 'public' | 'session';
  roles: readonly Role[] | null;
  idempotent: boolean;
  upload: boolean;
  /** Null for routes outside the API document (pages and their files). */
  operationId: string | null;
};

/** What is wrong with a route's declaration; empty when it may start. */
export function routeFaults(route: RouteOptions): string[] {
  const { config, schema } = route;
  const faults: string[] = [];
  if (config?.access !== 'public' && config?.access !== 'session') faults.push("config.access ('public' or 'session')");
  if (config?.access === 'public' && config.roles !== undefined) faults.push('config.roles only with a session');
  if (config?.idempotent === true && config.access === 'public') faults.push('config.idempotent only with a session');
  if (schema?.hide === true) return faults;
  if (schema?.operationId === undefined) faults.push('schema.operationId');
  if (schema?.summary === undefined) faults.push('schema.summary');
  if (schema?.tags === undefined || schema.tags.length === 0) faults.push('schema.tags');
  if (schema?.response === undefined) faults.push('schema.response');
  return faults;
}

export function routeRecords(route: RouteOptions): RouteRecord[] {
  const methods = Array.isArray(route.method) ? route.method : [route.method];
  const { config, schema } = route;
  return methods.map((method) => ({
    method,
    url: route.url,
    access: config?.access ?? 'session',
    roles: config?.roles ?? null,
    idempotent: config?.idempotent === true,
    upload: config?.upload === true,
    operationId: schema?.hide === true ? null : (schema?.operationId ?? null),
  }));
}

/** Methods that are answered at a concrete address, for `Allow`. Linear in the number of routes; used for misses only. */
export function allowedMethods(routes: readonly RouteRecord[], address: string): string[] {
  const path = address.split('?', 1)[0]!;
  const methods = routes.filter((route) => patternOf(route.url).test(path)).map((route) => route.method);
  return [...new Set(methods)].sort();
}

function patternOf(url: string): RegExp {
  const source = url
    .split('/')
    .map((part) => {
      if (part.startsWith(':')) return '[^/]+';
      return part === '*' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('/');
  return new RegExp(`^${source}$`);
}
