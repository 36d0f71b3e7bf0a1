import { type ComponentProps, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormatter } from '../lib/use-formatter.ts';

type DayInputProps = Omit<ComponentProps<'input'>, 'type' | 'value' | 'defaultValue'> & {
  value?: string | undefined;
  defaultValue?: string | undefined;
};

/**
 * A day, said in the product's language: the browser's own field speaks the browser's, whatever the page says. While the field
 * has the focus it is the browser's, with its segments and its calendar.
 */
export function DayInput({ value, defaultValue, className = '', onChange, ...rest }: DayInputProps) {
  const { t } = useTranslation();
  const format = useFormatter();
  const input = useRef<HTMLInputElement>(null);
  const [own, setOwn] = useState(defaultValue ?? '');
  const day = value ?? own;
  return (
    <span
      className={`relative inline-block min-w-0 p-0! has-aria-invalid:border-bad has-disabled:opacity-60 ${className}`}
    >
      <input
        ref={input}
        type="date"
        {...(value === undefined ? { defaultValue } : { value })}
        onChange={(event) => {
          setOwn(event.target.value);
          onChange?.(event);
        }}
        // The form may have been reset meanwhile, of which a field is not told.
        onBlur={() => setOwn(input.current?.value ?? '')}
        className="peer block size-full min-w-0 rounded-[inherit] bg-transparent px-2.5 not-focus:text-transparent"
        {...rest}
      />
      <span
        aria-hidden="true"
        className={`pointer-events-none absolute inset-y-0 right-8 left-2.5 grid content-center peer-focus:hidden ${day === '' ? 'text-ink-2' : 'text-ink'}`}
      >
        <span className="truncate">{day === '' ? t('period.choose') : format.day(day, true)}</span>
      </span>
    </span>
  );
}
