import type { Stage } from './compare-world.ts';
import type { Cast } from './world.ts';
import { prepareLabels } from './world-labels.ts';
import type { WorldVault } from './world-vault.ts';

/** Three people who have never met, and the labels that worlds draw from. */
export async function prepareStage(vault: WorldVault): Promise<Stage> {
  const cast: Cast = [];
  for (const key of ['alba', 'bruno', 'clara']) {
    const { client, personId } = await vault.invite(`${key}@example.org`);
    cast.push({ key, id: personId, client });
  }
  return { cast, labels: await prepareLabels(vault) };
}
