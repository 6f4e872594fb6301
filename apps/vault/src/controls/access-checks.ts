import type { AccountsModule } from '@nexus/accounts';
import type { ControlCheck } from '@nexus/controls';
import type { LabelsModule } from '@nexus/labels';

/** Rows that name a label and hold nothing of what carries it: administrators see which cells of the index are being made anew. */
const withoutContent: ReadonlySet<string> = new Set(['index_rebuilds']);

/** Whether database and program, which do not share a line, decide the same about every label, and no table with labels forgets to ask. */
export function labelsCheck(labels: Pick<LabelsModule, 'check'>): ControlCheck {
  return {
    id: 'access.labels',
    async run() {
      const { decisions, differing, tables, openTables } = await labels.check();
      const open = openTables.filter((table) => !withoutContent.has(table));
      return {
        state: differing === 0 && open.length === 0 && tables > 0 ? 'ok' : 'failed',
        facts: {
          decisions,
          differing,
          labelledTables: tables,
          open: open.length,
          ...(open[0] ? { firstOpen: open[0] } : {}),
        },
      };
    },
  };
}

/** Whether a stolen password alone lets anybody in. Who holds a duty weighs more. */
export function secondFactorCheck(people: Pick<AccountsModule['service'], 'countSecondSteps'>): ControlCheck {
  return {
    id: 'people.second_factor',
    async run() {
      const { people: withPassword, withoutSecondStep, dutiesWithout } = await people.countSecondSteps();
      return {
        state: withoutSecondStep === 0 ? 'ok' : 'attention',
        facts: { withPassword, withoutSecondStep, dutiesWithout },
      };
    },
  };
}
