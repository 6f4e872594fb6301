import type { StateTone } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import type { Control } from './security-queries.ts';

export const tones: Record<Control['state'], StateTone> = {
  ok: 'ok',
  attention: 'warn',
  failed: 'bad',
  unknown: 'idle',
  stale: 'idle',
};

/** Areas in the order in which their first control comes. */
export function byArea(controls: readonly Control[]): [area: string, controls: Control[]][] {
  const areas = new Map<string, Control[]>();
  for (const control of controls) {
    const area = control.id.slice(0, control.id.indexOf('.'));
    areas.set(area, [...(areas.get(area) ?? []), control]);
  }
  return [...areas];
}

/** Words of a control; one that has none yet is shown by its id, never left out. */
export function useControlText() {
  const { t } = useTranslation('security');
  return {
    areaName: (area: string) => t(`areas.${area}`, { defaultValue: area }),
    name: ({ id }: Pick<Control, 'id'>) => t(`controls.${id}.name`, { defaultValue: id }),
    promise: ({ id }: Pick<Control, 'id'>) => t(`controls.${id}.promise`, { defaultValue: '' }),
    advice: ({ id, state }: Pick<Control, 'id' | 'state'>) =>
      state === 'attention' || state === 'failed' ? t(`controls.${id}.advice`, { defaultValue: t('advice') }) : '',
    stateName: (state: Control['state']) => t(`states.${state}`),
    factName: (fact: string) => t(`facts.${fact}`, { defaultValue: fact }),
    factValue: (value: string | number | boolean, locale: string) =>
      typeof value === 'number'
        ? value.toLocaleString(locale)
        : typeof value === 'boolean'
          ? t(value ? 'yes' : 'no')
          : t(`values.${value.replaceAll('.', '_')}`, { defaultValue: value }),
  };
}
