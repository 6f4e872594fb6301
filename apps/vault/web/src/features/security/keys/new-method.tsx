import { Modal } from '@mantine/core';
import { useReturnFocus } from '@nexus/page';
import { read } from '@nexus/page/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Answered, api } from '../../../api/client.ts';
import { IssuedKeyFile } from './issued-key-file.tsx';
import { IssuedShares } from './issued-shares.tsx';
import { keysQuery, type UnsealMethod } from './keys-queries.ts';
import type { MethodFormProps, MethodInput } from './method-form.ts';
import { NewKeyFile } from './new-key-file.tsx';
import { NewPassphrase } from './new-passphrase.tsx';
import { NewShares } from './new-shares.tsx';

export type NewMethodProps = { kind: UnsealMethod['kind']; replaces?: UnsealMethod; onClose(): void };

/**
 * Sets up a way to unseal. The one that it replaces goes when the new secret is in the hands of people, never before: whoever breaks off in between has two
 * ways, and not none.
 */
export function NewMethod({ kind, replaces, onClose }: NewMethodProps) {
  const { t } = useTranslation('security');
  const { t: tApp } = useTranslation('app');
  useReturnFocus();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: keysQuery.queryKey });

  const retiring = useMutation({
    mutationFn: async () => {
      if (!replaces) return;
      const path = { methodId: replaces.id };
      await read(api.DELETE('/api/v1/keys/unseal-methods/{methodId}', { params: { path } }));
    },
    onSettled: refresh,
    onSuccess: onClose,
  });
  const creating = useMutation({
    mutationFn: (body: MethodInput): Promise<Answered<'addUnsealMethod'>> =>
      read(api.POST('/api/v1/keys/unseal-methods', { body })),
    onSettled: refresh,
    // Nothing to hand out: whoever chose the passphrase knows it.
    onSuccess: ({ keyFile, shares }) => keyFile === null && shares === null && retiring.mutate(),
  });

  const { keyFile, shares } = creating.data ?? { keyFile: null, shares: null };
  const isShowing = keyFile !== null || shares !== null;
  const form: MethodFormProps = {
    isPending: creating.isPending || retiring.isPending,
    error: creating.error ?? retiring.error,
    onCreate: (input) => creating.mutate(input),
    onCancel: onClose,
  };
  const issued = { isPending: retiring.isPending, error: retiring.error, onKept: () => retiring.mutate() };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t(replaces ? `keys.methods.replaceTitle.${kind}` : `keys.methods.add.${kind}`)}
      // What is shown once is not lost to a click beside it.
      withCloseButton={!isShowing}
      closeOnClickOutside={!isShowing}
      closeOnEscape={!isShowing}
      closeButtonProps={{ 'aria-label': tApp('common.close') }}
    >
      {keyFile !== null && <IssuedKeyFile content={keyFile} {...issued} />}
      {shares !== null && <IssuedShares shares={shares} isReplacing={replaces !== undefined} {...issued} />}
      {!isShowing && kind === 'passphrase' && <NewPassphrase {...form} />}
      {!isShowing && kind === 'keyFile' && <NewKeyFile {...form} />}
      {!isShowing && kind === 'shares' && (
        <NewShares {...form} threshold={replaces?.threshold ?? 3} count={replaces?.count ?? 5} />
      )}
    </Modal>
  );
}
