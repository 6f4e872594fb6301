import { Checkbox, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SettingsOf } from './access-queries.ts';

export type FieldsProps<Settings> = {
  settings: Settings;
  hasSecret: boolean;
  onChange(change: Partial<Settings>): void;
};

export function AuthorityField({ value, onChange }: { value: string | null; onChange(value: string | null): void }) {
  const { t } = useTranslation('settings');
  return (
    <Textarea
      label={t('access.fields.authority')}
      description={t('access.fields.authorityHelp')}
      placeholder="-----BEGIN CERTIFICATE-----"
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      autosize
      minRows={2}
      maxRows={6}
      spellCheck={false}
    />
  );
}

type PeopleRules = Pick<SettingsOf<'provider'>, 'newcomers' | 'linkByEmail' | 'secondStep'>;

/** What becomes of people whom the source vouches for. */
export function PeopleFields({
  settings,
  onChange,
}: {
  settings: PeopleRules;
  onChange(change: Partial<PeopleRules>): void;
}) {
  const { t } = useTranslation('settings');
  return (
    <>
      <Checkbox
        label={t('access.fields.newcomers')}
        description={t('access.fields.newcomersHelp')}
        checked={settings.newcomers === 'create'}
        onChange={(event) => onChange({ newcomers: event.currentTarget.checked ? 'create' : 'refuse' })}
      />
      <Checkbox
        label={t('access.fields.linkByEmail')}
        description={t('access.fields.linkByEmailHelp')}
        checked={settings.linkByEmail}
        onChange={(event) => onChange({ linkByEmail: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('access.fields.theirSecondStep')}
        description={t('access.fields.theirSecondStepHelp')}
        checked={settings.secondStep === 'theirs'}
        onChange={(event) => onChange({ secondStep: event.currentTarget.checked ? 'theirs' : 'ours' })}
      />
    </>
  );
}
