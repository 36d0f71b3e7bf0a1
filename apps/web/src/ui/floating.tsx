import { Popover } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';

type FloatingProps = {
  trigger: ReactElement;
  title: string;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  /** Opens under the pointer too, for explanations. */
  hover?: boolean;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
};

/** What floats over the page beside its trigger: the only elevation there is. */
export function Floating(props: FloatingProps) {
  const {
    trigger,
    title,
    children,
    align = 'start',
    hover = false,
    open,
    onOpenChange,
    className = '',
  } = props;
  return (
    <Popover.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      <Popover.Trigger render={trigger} openOnHover={hover} delay={250} />
      <Popover.Portal>
        <Popover.Positioner align={align} sideOffset={6} collisionPadding={8} className="z-50">
          <Popover.Popup
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
