import { useState } from 'react';
import { keptQuestions } from './use-asking.ts';

export type Draft = { text: string; setText(text: string): void };

/** What stands in the box of one place, kept in the tab with every key. */
export function useDraft(place: string): Draft {
  const [shown, setShown] = useState(() => ({ place, text: keptQuestions.textFor(place) }));
  // Another conversation was opened: its own words stand in the box.
  if (shown.place !== place) setShown({ place, text: keptQuestions.textFor(place) });
  return {
    text: shown.text,
    setText: (text) => {
      keptQuestions.keepDraft(place, text);
      setShown({ place, text });
    },
  };
}
