import { lazy, Suspense, useState } from 'react';
import type { SheetProps } from './dialog-sheet.tsx';
import { whenUsed } from './when-used.ts';

const loadSheet = whenUsed(() => import('./dialog-sheet.tsx'));
const DialogSheet = lazy(async () => ({ default: (await loadSheet()).DialogSheet }));

/** A drawer at the edge of the screen, loaded when one is first opened; it stays to slide out and give the focus back. */
export function Sheet(props: Omit<SheetProps, 'opener'>) {
  const { open } = props;
  const [last, setLast] = useState<{ open: boolean; opener: Element | null }>({ open: false, opener: null });
  // Asked before the drawer is drawn: a field in it may take the focus at once.
  if (open !== last.open) setLast({ open, opener: open ? document.activeElement : last.opener });
  return open || last.opener ? (
    <Suspense>
      <DialogSheet {...props} opener={last.opener} />
    </Suspense>
  ) : null;
}
