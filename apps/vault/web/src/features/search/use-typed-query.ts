import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';

const pause = 200;

/**
 * What stands in the box, and the address following it a moment later. An address that changes by itself (a link, the way back) puts its words into
 * the box; one that only catches up with the typing does not.
 */
export function useTypedQuery(address: string | undefined, goTo: (query: string) => void) {
  const [state, setState] = useState({ text: address ?? '', seen: address, sent: address });
  if (state.seen !== address)
    setState({
      text: (state.sent ?? '') === (address ?? '') ? state.text : (address ?? ''),
      seen: address,
      sent: address,
    });
  const follow = useDebouncedCallback((text: string) => send(text), pause);

  function send(text: string): void {
    const query = text.trim();
    setState((now) => ({ ...now, sent: query === '' ? undefined : query }));
    goTo(query);
  }

  return {
    text: state.text,
    /** As typed: the search follows. */
    type: (text: string): void => {
      setState((now) => ({ ...now, text }));
      follow(text);
    },
    /** Chosen: searched at once. */
    choose: (text: string): void => {
      follow.cancel();
      setState((now) => ({ ...now, text }));
      send(text);
    },
  };
}
