import type { ReactNode } from 'react';

type FigureProps = {
  /** The plain value (`1234567`): what is copied and what tests read. */
  value: string | number;
  children: ReactNode;
  title?: string | undefined;
  className?: string;
};

/** A printed number that keeps its plain value; copying it gives `1234567` (see copy-figures.ts). */
export function Figure({ value, children, title, className }: FigureProps) {
  return (
    <data value={String(value)} title={title} className={className}>
      {children}
    </data>
  );
}

/** An unknown figure: «—» with its reason. Never a zero. */
export function Unknown({ reason, className = '' }: { reason: string; className?: string }) {
  return (
    <span title={reason} className={`text-ink-2 ${className}`}>
      <span aria-hidden="true">—</span>
      <span className="sr-only">{reason}</span>
    </span>
  );
}
