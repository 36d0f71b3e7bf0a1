import { type ReactNode, useState } from 'react';

import { Button } from '../../ui/button.tsx';
import { Floating } from '../../ui/floating.tsx';
import { useAdminTexts } from './texts.ts';

type ConfirmProps = {
  /** The button that asks. */
  label: string;
  /** What will happen, as a question. */
  title: string;
  children: ReactNode;
  /** The button that does it. */
  action: string;
  onConfirm: () => void;
  disabled?: boolean;
  look?: 'plain' | 'ghost';
};

/** A button whose deed is named once more beside it before it is done. */
export function Confirm({
  label,
  title,
  children,
  action,
  onConfirm,
  disabled,
  look = 'plain',
}: ConfirmProps) {
  const t = useAdminTexts();
  const [open, setOpen] = useState(false);
  return (
    <Floating
      title={title}
      align="end"
      open={open}
      onOpenChange={setOpen}
      className="w-80"
      trigger={
        <Button look={look} disabled={disabled}>
          {label}
        </Button>
      }
    >
      <div className="mb-3 text-sm text-ink-2">{children}</div>
      <div className="flex flex-wrap gap-2">
        <Button
          onClick={() => {
            setOpen(false);
            onConfirm();
          }}
        >
          {action}
        </Button>
        <Button look="ghost" onClick={() => setOpen(false)}>
          {t('cancel')}
        </Button>
      </div>
    </Floating>
  );
}
