import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { api } from '../api/client.ts';
import { read } from '../api/create-api.ts';
import type { Me } from '../queries.ts';
import { SecondStep } from './second-step.tsx';
import { useWait } from './sign-in-problem.tsx';

/** The code of our second step, after a provider has vouched: what it vouched for is kept in a cookie that no script reads. */
export function TicketStep({ onSignedIn }: { onSignedIn(me: Me): Promise<void> }) {
  const router = useRouter();
  const entering = useMutation({
    mutationFn: (code: string) => read(api.POST('/api/v1/session/ticket', { body: { code } })),
    onSuccess: (signedIn) => onSignedIn((signedIn as unknown as { me: Me }).me),
  });
  const wait = useWait(entering.error);
  return (
    <SecondStep
      error={entering.error}
      wait={wait}
      isPending={entering.isPending}
      onCode={(code) => entering.mutate(code)}
      onBack={() => router.history.replace('/sign-in')}
    />
  );
}
