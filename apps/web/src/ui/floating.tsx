import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useRef, useState } from 'react';
import { whenUsed } from './when-used.ts';

const loadPopover = whenUsed(() => import('./popover.tsx'));
const Popover = lazy(async () => ({ default: (await loadPopover()).AnchoredPopover }));

/** An explanation opens under a pointer that rests, and stays while the pointer goes over to it. */
const REST_MS = 250;
const LEAVE_MS = 150;

type TriggerProps = {
  id?: string;
  ref?: React.Ref<HTMLButtonElement>;
  'aria-haspopup'?: 'dialog';
  'aria-expanded'?: boolean;
  onClick?: () => void;
  onPointerEnter?: (event: React.PointerEvent) => void;
  onPointerLeave?: () => void;
};

type FloatingProps = {
  /** A button; it stays the same element before, while and after something floats beside it. */
  trigger: ReactElement<TriggerProps>;
  title: string;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  /** Opens under the pointer too, for explanations. */
  hover?: boolean;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
};

/**
 * What floats over the page beside its trigger: the only elevation there is. The library that places it is loaded when it is
 * first used: 40 KB of JavaScript that nobody needs to read a figure.
 */
export function Floating({ trigger, hover = false, open, onOpenChange, ...content }: FloatingProps) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [own, setOwn] = useState(false);
  const [byPointer, setByPointer] = useState(false);
  const shown = open ?? own;
  // Once used it stays, closed, to fade out and to give the focus back.
  const [used, setUsed] = useState(shown);
  if (shown && !used) setUsed(true);
  const change = (next: boolean, pointer = false): void => {
    setByPointer(pointer);
    setOwn(next);
    onOpenChange?.(next);
  };
  const pointer = useRestingPointer((over) => {
    if (over ? !shown : shown && byPointer) change(over, over);
  });
  return (
    <>
      {cloneElement(trigger, {
        ref: anchor,
        'aria-haspopup': 'dialog',
        'aria-expanded': shown,
        // A click on what the pointer has opened keeps it.
        onClick: () => (shown && byPointer ? setByPointer(false) : change(!shown)),
        ...(hover ? pointer : {}),
      })}
      {used ? (
        <Suspense>
          <Popover
            {...content}
            open={shown}
            anchor={anchor}
            takesFocus={!byPointer}
            onClose={() => change(false)}
            {...(hover ? pointer : {})}
          />
        </Suspense>
      ) : null}
    </>
  );
}

/** Tells when a mouse has rested over something for a moment, and when it has left it for one. */
function useRestingPointer(tell: (over: boolean) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const later = (over: boolean): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => tell(over), over ? REST_MS : LEAVE_MS);
  };
  return {
    onPointerEnter: (event: React.PointerEvent): void => {
      if (event.pointerType === 'mouse') later(true);
    },
    onPointerLeave: (): void => later(false),
  };
}
