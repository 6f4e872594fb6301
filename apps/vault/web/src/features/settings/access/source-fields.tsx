import { Checkbox, PasswordInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SettingsOf, SourceBody } from './access-queries.ts';
import { DirectoryFields } from './directory-fields.tsx';
import { AuthorityField, type FieldsProps, PeopleFields } from './shared-fields.tsx';

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
