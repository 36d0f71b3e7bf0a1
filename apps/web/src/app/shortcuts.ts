import { useEffect } from 'react';
import type { TrendGroup } from '@traffic/contract';

/** What the keyboard can do anywhere; letters work while nothing is being typed. */
export type Shortcuts = {
  palette: () => void;
  keys: () => void;
  group: (group: TrendGroup) => void;
};

/** By the place of the key, not its letter: D, W and M work in the Russian and Kazakh layouts too. */
const GROUP_KEYS: Record<string, TrendGroup> = { KeyD: 'day', KeyW: 'week', KeyM: 'month' };

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
  );
}

/** Puts the cursor into the first search or choice of the page. */
function focusFilter(): void {
  const filter = document.querySelector<HTMLElement>('main input[type=search], main select, main input');
  filter?.focus();
}

/** Listens to Ctrl-K, ?, D/W/M and F. */
export function useShortcuts({ palette, keys, group }: Shortcuts): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.code === 'KeyK') {
        event.preventDefault();
        palette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const step = GROUP_KEYS[event.code];
      if (event.key === '?') keys();
      else if (event.code === 'KeyF') focusFilter();
      else if (step) group(step);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [palette, keys, group]);
}
