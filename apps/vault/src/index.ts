export { type ApiClient, ApiError, createApiClient, obtainToken } from './cli/api-client.ts';
export type { Vault } from './compose.ts';
export { readConfig, type VaultConfig } from './config.ts';
export { type Demo, ensureSampleSpace, loadSamples } from './demo.ts';
export { ensurePageBuilt } from './page/vault-page.ts';
export { startServer, type VaultServer, type VaultServerHooks } from './server.ts';
export { type RunningVault, startVault } from './start.ts';
