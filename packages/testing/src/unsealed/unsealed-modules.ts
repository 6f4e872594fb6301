import { registerHooks } from 'node:module';

const sealer = /\/packages\/crypto\/src\/sealer\.ts$/;
const unsealed = new URL('./unsealed-sealer.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    return sealer.test(resolved.url) ? { ...resolved, url: unsealed } : resolved;
  },
});
