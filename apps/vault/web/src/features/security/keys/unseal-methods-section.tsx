import { Button, Group, Stack } from '@mantine/core';
import { ConfirmDialog, Section } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { formatTime, formatWhen, type Locale, Notice, StateDot } from '@nexus/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { type Keys, keysQuery, type UnsealMethod } from './keys-queries.ts';
import { NewMethod } from './new-method.tsx';

type Kind = UnsealMethod['kind'];
const kinds: readonly Kind[] = ['shares', 'passphrase', 'keyFile'];

type Open = { act: 'add'; kind: Kind; replaces?: UnsealMethod } | { act: 'remove'; method: UnsealMethod };

/** How people open the server after a start: what is set up and what is not. Nothing that opens is shown but once, when it is made. */
export function UnsealMethodsSection({ keys }: { keys: Keys }) {
  const { t } = useTranslation('security');
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open | null>(null);
  const { methods } = keys;
  const close = (): void => setOpen(null);
  return (
    <Section title={t('keys.methods.title')} help={t('keys.methods.help')}>
      <Stack gap="md">
        {methods.length === 1 && <Notice tone="warn">{t('keys.methods.onlyOne')}</Notice>}
        <ul className={panel['rows']}>
          {kinds.flatMap((kind) => {
            const setUp = methods.filter((method) => method.kind === kind);
            const rows = setUp.map((method) => (
              <MethodRow
                key={method.id}
                method={method}
                isLast={methods.length === 1}
                onReplace={() => setOpen({ act: 'add', kind, replaces: method })}
                onRemove={() => setOpen({ act: 'remove', method })}
              />
            ));
            return setUp.length > 0
              ? rows
              : [<MissingRow key={kind} kind={kind} onAdd={() => setOpen({ act: 'add', kind })} />];
          })}
        </ul>
      </Stack>
      {open?.act === 'add' && (
        <NewMethod kind={open.kind} {...(open.replaces ? { replaces: open.replaces } : {})} onClose={close} />
      )}
      {open?.act === 'remove' && (
        <ConfirmDialog
          title={t('keys.methods.removeTitle', { name: t(`keys.methods.kinds.${open.method.kind}`) })}
          verb={t('keys.methods.remove')}
          onConfirm={async () => {
            const path = { methodId: open.method.id };
            await read(api.DELETE('/api/v1/keys/unseal-methods/{methodId}', { params: { path } }));
            await queries.invalidateQueries({ queryKey: keysQuery.queryKey });
          }}
          onClose={close}
        >
          {t(`keys.methods.removeHelp.${open.method.kind}`)}
        </ConfirmDialog>
      )}
    </Section>
  );
}

type MethodRowProps = { method: UnsealMethod; isLast: boolean; onReplace(): void; onRemove(): void };

function MethodRow({ method, isLast, onReplace, onRemove }: MethodRowProps) {
  const { t, i18n } = useTranslation('security');
  const locale = i18n.language as Locale;
  const { kind, createdAt, threshold, count, algorithm } = method;
  return (
    <li>
      <div>
        <strong>{t(`keys.methods.kinds.${kind}`)}</strong>
        <span className={panel['meta']} title={formatTime(createdAt, locale)}>
          {kind === 'shares' && `${t('keys.methods.threshold', { threshold, count })} · `}
          {t('keys.methods.since', { when: formatWhen(createdAt, locale) })}
          {algorithm && ` · ${algorithm}`}
        </span>
      </div>
      <Group gap="sm">
        <StateDot tone="ok">{t('keys.methods.isSet')}</StateDot>
        <Button size="xs" variant="default" onClick={onReplace}>
          {t('keys.methods.replace')}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          c={isLast ? undefined : 'var(--nx-bad)'}
          disabled={isLast}
          onClick={onRemove}
          title={isLast ? t('keys.methods.lastStays') : undefined}
        >
          {t('keys.methods.remove')}
        </Button>
      </Group>
    </li>
  );
}

function MissingRow({ kind, onAdd }: { kind: Kind; onAdd(): void }) {
  const { t } = useTranslation('security');
  return (
    <li>
      <div>
        <strong>{t(`keys.methods.kinds.${kind}`)}</strong>
        <span className={panel['meta']}>{t(`keys.methods.about.${kind}`)}</span>
      </div>
      <Group gap="sm" wrap="nowrap">
        <StateDot tone="idle">{t('keys.methods.isNotSet')}</StateDot>
        <Button size="xs" variant="default" onClick={onAdd}>
          {t(`keys.methods.add.${kind}`)}
        </Button>
      </Group>
    </li>
  );
}
