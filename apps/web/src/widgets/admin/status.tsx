import type { ReactNode } from 'react';
import { Icon, type IconName } from '../../ui/icons.tsx';

export type Tone = 'good' | 'warn' | 'bad' | 'quiet';

const LOOK: Record<Tone, { icon: IconName; colour: string }> = {
  good: { icon: 'check', colour: 'text-good' },
  warn: { icon: 'warning', colour: 'text-warn' },
  bad: { icon: 'warning', colour: 'text-bad' },
  quiet: { icon: 'clock', colour: 'text-ink-2' },
};

/** A status as it must be told: a mark, a colour and a word, never the colour alone. */
export function Status({
  tone,
  icon,
  children,
}: {
  tone: Tone;
  icon?: IconName | undefined;
  children: ReactNode;
}) {
  const look = LOOK[tone];
  return (
    <span
      className={`inline-flex items-center gap-1.5 align-middle text-sm whitespace-nowrap ${look.colour}`}
    >
      <Icon name={icon ?? look.icon} />
      {children}
    </span>
  );
}
