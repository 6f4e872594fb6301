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

/** From here on nothing but the application keeps anything back. */
export async function turnPoliciesOff({ db }: WorldVault): Promise<void> {
  await db.asOwner(`do $$ declare name text; begin
    for name in select oid::regclass::text from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace loop
      execute format('alter table %s disable row level security', name);
    end loop; end $$`);
}
