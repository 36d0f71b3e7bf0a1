import { useState } from 'react';
import { writeSetting } from '../lib/settings.ts';

export type Theme = 'light' | 'dark';

const current = (): Theme => (document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light');

/** The theme on screen (set before the first paint by public/first.js) and a way to change it. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(current);
  const choose = (next: Theme): void => {
    document.documentElement.dataset.theme = next;
    writeSetting('theme', next);
    setTheme(next);
  };
  return [theme, choose];
}
