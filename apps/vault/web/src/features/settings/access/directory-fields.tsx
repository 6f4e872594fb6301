import { Button, Checkbox, Group, PasswordInput, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Role } from '../duties.ts';
import type { SettingsOf } from './access-queries.ts';
import { AuthorityField, type FieldsProps, PeopleFields } from './shared-fields.tsx';
import { directoryKinds } from './source-drafts.ts';

type Settings = SettingsOf<'directory'>;
type TextField = { [Key in keyof Settings]: Settings[Key] extends string ? Key : never }[keyof Settings];

export function DirectoryFields({ settings, hasSecret, onChange }: FieldsProps<Settings>) {
  const { t } = useTranslation('settings');
  const field = (key: TextField & string, isRequired = false) => (
    <TextInput
      label={t(`access.fields.${key}`)}
      value={String(settings[key])}
      onChange={(event) => onChange({ [key]: event.currentTarget.value })}
      required={isRequired}
      spellCheck={false}
    />
  );
  return (
    <Stack>
      {field('name', true)}
      <Group gap="xs">
        {(['active_directory', 'openldap'] as const).map((kind) => (
          <Button key={kind} size="xs" variant="default" onClick={() => onChange(directoryKinds[kind])}>
            {t(`access.kinds.${kind}`)}
          </Button>
        ))}
      </Group>
      {field('url', true)}
      <Checkbox
        label={t('access.fields.startTls')}
        checked={settings.startTls}
        onChange={(event) => onChange({ startTls: event.currentTarget.checked })}
      />
      <AuthorityField value={settings.authority} onChange={(authority) => onChange({ authority })} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {field('bindDn')}
        <PasswordInput
          label={t('access.fields.bindPassword')}
          {...(hasSecret ? { placeholder: t('access.fields.kept') } : {})}
          value={settings.bindPassword ?? ''}
          onChange={(event) => onChange({ bindPassword: event.currentTarget.value })}
          autoComplete="off"
        />
      </SimpleGrid>
      {field('base', true)}
      {field('filter')}
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {field('loginAttribute', true)}
        {field('idAttribute', true)}
        {field('nameAttribute', true)}
        {field('emailAttribute', true)}
        {field('groupBase')}
        <Select
          label={t('access.fields.nestedGroups')}
          value={settings.nestedGroups}
          onChange={(value) => value && onChange({ nestedGroups: value as Settings['nestedGroups'] })}
          data={(['none', 'walk', 'active_directory'] as const).map((value) => ({
            value,
            label: t(`access.nested.${value}`),
          }))}
          allowDeselect={false}
        />
      </SimpleGrid>
      <Textarea
        label={t('access.fields.groupRules')}
        description={t('access.fields.groupRulesHelp')}
        placeholder="auditor: cn=auditores,ou=grupos,dc=example,dc=org"
        defaultValue={settings.groupRules.map(({ group, role }) => `${role}: ${group}`).join('\n')}
        onChange={(event) => onChange({ groupRules: rulesOf(event.currentTarget.value) })}
        autosize
        minRows={2}
        spellCheck={false}
      />
      <PeopleFields settings={settings} onChange={onChange} />
    </Stack>
  );
}

/** Lines of `duty: group`; what is no such line is left out. */
export function rulesOf(text: string): { group: string; role: Role }[] {
  return text.split('\n').flatMap((line) => {
    const [, role, group] = /^\s*(administrator|officer|auditor)\s*:\s*(\S.*?)\s*$/.exec(line) ?? [];
    return role && group ? [{ role: role as Role, group }] : [];
  });
}
