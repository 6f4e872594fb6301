import { resolve } from 'node:path';
import {
  addressOfTarget,
  BackupBrokenError,
  createStoreReader,
  openStoreKey,
  openTarget,
  readMark,
  type StoreReader,
  type TargetConfig,
} from '@nexus/backups';
import { rootPurposeKey } from '@nexus/crypto';
import { processDestinations } from '../outbound/process-destinations.ts';
import { UsageError } from './usage.ts';

/** Something that the person can mend, said in both languages. */
export class StoreError extends Error {}

/** `/mnt/disk/nexus`, or `s3://bucket/prefix` with the store's address and credentials in the environment. */
export function targetOf(text: string, env: Readonly<Record<string, string | undefined>>): TargetConfig {
  if (!text.startsWith('s3://')) return { kind: 'folder', path: resolve(text) };
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(text) ?? [];
  const {
    NEXUS_S3_ENDPOINT: endpoint,
    NEXUS_S3_KEY_ID: keyId,
    NEXUS_S3_SECRET: secret,
    NEXUS_S3_REGION: region = 'us-east-1',
  } = env;
  if (!endpoint || !keyId || !secret || bucket === '')
    throw new UsageError('s3://<bucket>/<prefix>: NEXUS_S3_ENDPOINT, NEXUS_S3_KEY_ID, NEXUS_S3_SECRET');
  return { kind: 's3', endpoint, bucket, prefix: prefix.replace(/\/$/, ''), region, keyId, secret };
}

/**
 * Opens a store without any server: with the place and one of the root keys.
 * @throws BackupBrokenError `other_key` when none of them is that of these backups
 */
export async function openStore(text: string, rootKeys: readonly Buffer[]): Promise<StoreReader> {
  const config = targetOf(text, process.env);
  const address = addressOfTarget(config);
  if (address) processDestinations.allow({ purpose: 'backup', protocol: 'tcp', ...address });
  const target = openTarget(config);
  const mark = await readMark(target);
  if (!mark)
    throw new StoreError(
      `En ${target.name} no hay copias de Nexus. / There are no backups of Nexus in ${target.name}.`,
    );
  let refusal: unknown;
  for (const rootKey of rootKeys) {
    try {
      const storeKey = await openStoreKey(target, mark, rootPurposeKey(rootKey, 'backup'));
      return createStoreReader(target, mark, storeKey);
    } catch (error) {
      if (!(error instanceof BackupBrokenError && error.fault === 'other_key')) throw error;
      refusal = error;
    }
  }
  throw refusal;
}
