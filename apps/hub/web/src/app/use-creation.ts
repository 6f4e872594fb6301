import { newIdempotencyKey } from '@nexus/page/api';
import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import { useRef } from 'react';

export type CreationHeader = { 'Idempotency-Key': string };

/** A request that makes something: its repeats have the same key, what somebody tries after a refusal or a success has a new one. */
export function useCreation<Output, Input = void>(
  make: (header: CreationHeader, input: Input) => Promise<Output>,
  onMade?: (made: Output) => unknown,
): UseMutationResult<Output, Error, Input> {
  const key = useRef(newIdempotencyKey());
  return useMutation({
    mutationFn: (input: Input) => make({ 'Idempotency-Key': key.current }, input),
    onSettled: () => {
      key.current = newIdempotencyKey();
    },
    onSuccess: (made) => onMade?.(made),
  });
}
