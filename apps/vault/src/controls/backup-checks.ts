import { alarmsOf, type BackupsModule } from '@nexus/backups';
import type { ControlCheck } from '@nexus/controls';
import type { Clock } from '@nexus/kernel';

type Backups = Pick<BackupsModule['service'], 'isOn' | 'overviewForSystem'>;

const dayMs = 24 * 3_600_000;
/** A drill has an alarm of its own. */
const ofDrills = 'drill_failed';

/** Whether every place has a backup that is young enough by its own measure, and no alarm. */
export function recentBackupCheck(backups: Backups, clock: Clock): ControlCheck {
  return {
    id: 'backups.recent',
    async run() {
      const places = backups.isOn ? await backups.overviewForSystem() : [];
      const alarms = places.map((place) =>
        alarmsOf(place, clock.now()).filter(({ level, code }) => level === 'alarm' && code !== ofDrills),
      );
      const failing = alarms.filter(({ length }) => length > 0).length;
      const first = alarms.flat()[0];
      return {
        state: failing > 0 ? 'failed' : places.length === 0 ? 'attention' : 'ok',
        facts: {
          configured: backups.isOn,
          places: places.length,
          failingPlaces: failing,
          ...(first ? { firstAlarm: first.code } : {}),
        },
      };
    },
  };
}

/** Whether it was tried lately that what is kept can be used. Places may take turns, so one that drills is enough, and one whose drill failed is too much. */
export function drillCheck(backups: Backups, clock: Clock): ControlCheck {
  return {
    id: 'backups.drill',
    async run() {
      const places = backups.isOn ? await backups.overviewForSystem() : [];
      const drilling = places.filter(({ row }) => row.drillDays > 0);
      const failing = places.filter(({ lastRuns }) => lastRuns.drill?.state === 'failed').length;
      const drilled = drilling.filter(({ row, lastRuns: { drill } }) => {
        const age = drill?.finishedAt ? clock.now().getTime() - drill.finishedAt.getTime() : Infinity;
        // Twice its time: a place that is plugged in now and then is late before it is bad.
        return drill?.state === 'done' && age <= 2 * row.drillDays * dayMs;
      });
      const questions = drilled.flatMap(({ lastRuns }) => questionsOf(lastRuns.drill?.result));
      return {
        state: failing > 0 ? 'failed' : drilled.length === 0 ? 'attention' : 'ok',
        facts: {
          drillingPlaces: drilling.length,
          drilledPlaces: drilled.length,
          failingPlaces: failing,
          asked: questions.length,
          right: questions.filter(({ isRight }) => isRight).length,
        },
      };
    },
  };
}

function questionsOf(result: unknown): { isRight: boolean }[] {
  return (result as { questions?: { isRight: boolean }[] } | null)?.questions ?? [];
}
