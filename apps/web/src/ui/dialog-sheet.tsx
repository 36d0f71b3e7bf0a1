import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, useState } from 'react';
import { IconButton } from './button.tsx';
import { Icon } from './icons.tsx';

export type SheetProps = {
  title: string;
  closeLabel: string;
  side: 'left' | 'right';
  open: boolean;
  onClose: () => void;
  /** What had the focus when it was opened, and gets it back. */
  opener: Element | null;
  children: ReactNode;
};

/**
 * What the drawer showed last. Whoever opens it often forgets the content in the moment of closing: a drawer that lost
 * the focused field would slide out empty, and the focus would have nowhere to return from.
 */
function useLastOpened<Content extends { title: string; children: ReactNode }>(
  open: boolean,
  given: Content,
): Content {
  const [last, setLast] = useState(given);
  if (open && (last.title !== given.title || last.children !== given.children)) setLast(given);
  return open ? given : last;
}

/** A drawer at the edge of the screen; Escape, the backdrop and the cross close it, focus returns. */
export function DialogSheet({ closeLabel, side, open, onClose, opener, ...given }: SheetProps) {
  const { title, children } = useLastOpened(open, given);
  const place =
    side === 'right'
      ? 'right-0 sheet-right w-full sm:w-[480px] border-l'
      : 'left-0 sheet-left w-[280px] border-r';
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fade fixed inset-0 z-40 bg-shade" />
        <Dialog.Popup
          finalFocus={() => (opener instanceof HTMLElement && opener.isConnected ? opener : true)}
          className={`sheet fixed inset-y-0 z-50 flex flex-col border-line bg-raised text-ink shadow-float outline-none ${place}`}
        >
          <header className="flex h-12 shrink-0 items-center justify-between border-b border-line pr-2 pl-4">
            <Dialog.Title className="text-lg font-bold">{title}</Dialog.Title>
            <Dialog.Close render={<IconButton aria-label={closeLabel} />}>
              <Icon name="close" />
            </Dialog.Close>
          </header>
          {/* A long story is scrolled by the keyboard too, when nothing in it can be focused. */}
          <div
            className="min-h-0 flex-1 overflow-y-auto -outline-offset-2!"
            tabIndex={0}
            role="region"
            aria-label={title}
          >
            {children}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
