import { Popover } from '@base-ui/react/popover';
import type { ReactNode, RefObject } from 'react';

type AnchoredPopoverProps = {
  anchor: RefObject<HTMLElement | null>;
  title: string;
  children: ReactNode;
  open: boolean;
  onClose: () => void;
  /** An explanation under the pointer leaves the cursor where it is. */
  takesFocus: boolean;
  align?: 'start' | 'center' | 'end' | undefined;
  className?: string | undefined;
  onPointerEnter?: ((event: React.PointerEvent) => void) | undefined;
  onPointerLeave?: (() => void) | undefined;
};

/** The floating half of `Floating`: placed beside its anchor, closed by Escape or a press elsewhere. */
export function AnchoredPopover(props: AnchoredPopoverProps) {
  const { anchor, title, children, open, onClose, takesFocus, align = 'start', className = '' } = props;
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next, { event }) => {
        // A press on the trigger is the trigger's own business: closed here, its click would open it again.
        const onTrigger = event.target instanceof Node && anchor.current?.contains(event.target) === true;
        if (!next && !(onTrigger && event.type !== 'keydown')) onClose();
      }}
    >
      <Popover.Portal>
        <Popover.Positioner
          anchor={anchor}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50"
        >
          <Popover.Popup
            initialFocus={takesFocus}
            finalFocus={takesFocus ? anchor : false}
            onPointerEnter={props.onPointerEnter}
            onPointerLeave={props.onPointerLeave}
            className={`pop max-h-(--available-height) max-w-[calc(100vw-16px)] overflow-y-auto rounded-card border border-line bg-raised p-4 text-ink shadow-float ${className}`}
          >
            <Popover.Title className="mb-2 text-sm font-bold">{title}</Popover.Title>
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
