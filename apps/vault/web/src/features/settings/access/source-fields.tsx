import { Checkbox, PasswordInput, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SettingsOf, SourceBody } from './access-queries.ts';
import { DirectoryFields } from './directory-fields.tsx';

export type FieldsProps<Settings> = {
  settings: Settings;
  hasSecret: boolean;
  onChange(change: Partial<Settings>): void;
};

/** The fields of a source, whatever its kind. */
export function SourceFields({
  source,
  hasSecret,
  onChange,
}: {
  source: SourceBody;
  hasSecret: boolean;
  onChange(source: SourceBody): void;
}) {
  const change = (settings: object) =>
    onChange({ ...source, settings: { ...source.settings, ...settings } } as SourceBody);
  if (source.kind === 'directory')
    return <DirectoryFields settings={source.settings} hasSecret={hasSecret} onChange={change} />;
  if (source.kind === 'provider')
    return <ProviderFields settings={source.settings} hasSecret={hasSecret} onChange={change} />;
  return <CardFields settings={source.settings} hasSecret={hasSecret} onChange={change} />;
}

function ProviderFields({ settings, hasSecret, onChange }: FieldsProps<SettingsOf<'provider'>>) {
  const { t } = useTranslation('settings');
  const words = (key: string) => t(`access.fields.${key}`);
  return (
    <Stack>
      <TextInput
        label={words('name')}
        value={settings.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        required
      />
      <TextInput
        label={words('issuer')}
        placeholder="https://login.example.org"
        value={settings.issuer}
        onChange={(event) => onChange({ issuer: event.currentTarget.value })}
        required
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label={words('clientId')}
          value={settings.clientId}
          onChange={(event) => onChange({ clientId: event.currentTarget.value })}
          required
        />
        <PasswordInput
          label={words('clientSecret')}
          {...(hasSecret ? { placeholder: words('kept') } : {})}
          value={settings.clientSecret ?? ''}
          onChange={(event) => onChange({ clientSecret: event.currentTarget.value })}
          autoComplete="off"
        />
      </SimpleGrid>
      <TextInput
        label={words('callback')}
        value={`${window.location.origin}/api/v1/session/provider/callback`}
        readOnly
      />
      <AuthorityField value={settings.authority} onChange={(authority) => onChange({ authority })} />
      <PeopleFields settings={settings} onChange={onChange} />
    </Stack>
  );
}

function CardFields({ settings, onChange }: FieldsProps<SettingsOf<'cards'>>) {
  const { t } = useTranslation('settings');
  const words = (key: string) => t(`access.fields.${key}`);
  const attributes = ['upn', 'email', 'subject_serial_number', 'fingerprint'] as const;
  return (
    <Stack>
      <TextInput
        label={words('name')}
        value={settings.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        required
      />
      <Select
        label={words('attribute')}
        value={settings.attribute}
        onChange={(value) => value && onChange({ attribute: value as (typeof attributes)[number] })}
        data={attributes.map((value) => ({ value, label: t(`access.attributes.${value}`) }))}
        allowDeselect={false}
      />
      <TextInput
        label={words('domain')}
        description={words('domainHelp')}
        value={settings.domain ?? ''}
        onChange={(event) => onChange({ domain: event.currentTarget.value || null })}
      />
      <Select
        label={words('use')}
        value={settings.use}
        onChange={(value) => value && onChange({ use: value as 'first' | 'second' | 'both' })}
        data={(['first', 'second', 'both'] as const).map((value) => ({ value, label: t(`access.uses.${value}`) }))}
        allowDeselect={false}
      />
      {settings.use !== 'first' && (
        <Checkbox
          label={words('isRequired')}
          checked={settings.isRequired}
          onChange={(event) => onChange({ isRequired: event.currentTarget.checked })}
        />
      )}
    </Stack>
  );
}

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
