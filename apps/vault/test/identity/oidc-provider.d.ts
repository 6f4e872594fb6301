/** The package has no types of its own; what the test uses of it. */
declare module 'oidc-provider' {
  import type { Server } from 'node:http';

  // biome-ignore lint/style/noDefaultExport: that is how the package gives it
  export default class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    listen(port: number, host: string): Server;
  }
}
