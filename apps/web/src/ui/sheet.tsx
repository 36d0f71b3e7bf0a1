import { lazy, Suspense, useState } from 'react';
import type { SheetProps } from './dialog-sheet.tsx';
import { whenUsed } from './when-used.ts';

const loadSheet = whenUsed(() => import('./dialog-sheet.tsx'));
const DialogSheet = lazy(async () => ({ default: (await loadSheet()).DialogSheet }));

/** A drawer at the edge of the screen, loaded when one is first opened; it stays to slide out and give the focus back. */
export function Sheet(props: SheetProps) {
  const [used, setUsed] = useState(props.open);
  if (props.open && !used) setUsed(true);
  return used ? (
    <Suspense>
      <DialogSheet {...props} />
    </Suspense>
  ) : null;
}
