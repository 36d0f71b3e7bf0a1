import type { ComponentProps, ReactNode } from 'react';
import { DayInput } from '../../ui/day-input.tsx';
import { Icon } from '../../ui/icons.tsx';

const CONTROL =
  'h-8 w-full min-w-0 rounded-control border border-line-strong bg-raised px-2.5 text-sm font-normal text-ink aria-invalid:border-bad disabled:opacity-60 pointer-coarse:h-11';

type FieldProps = {
  label: string;
  /** One short line under the control. */
  hint?: string | undefined;
  /** Why the server or the form refuses the value, in words. */
  error?: string | null | undefined;
  className?: string;
  children: ReactNode;
};

/** A control with its name above and what is wrong with it below. */
export function Field({ label, hint, error, className = '', children }: FieldProps) {
  return (
    <label className={`grid min-w-0 content-start gap-1 text-sm ${className}`}>
      <span className="font-medium">{label}</span>
      {children}
      {hint ? <span className="text-xs text-ink-2">{hint}</span> : null}
      {error ? (
        <span role="alert" className="text-xs text-bad">
          {error}
        </span>
      ) : null}
    </label>
  );
}

type TextInputProps = Omit<ComponentProps<'input'>, 'value' | 'defaultValue'> & {
  value?: string | number | undefined;
  defaultValue?: string | number | undefined;
};

/** A line of text, a number, a day. */
export function TextInput({ className = '', type, value, defaultValue, ...rest }: TextInputProps) {
  if (type === 'date')
    return (
      <DayInput
        className={`${CONTROL} ${className}`}
        {...{ value: wordOf(value), defaultValue: wordOf(defaultValue) }}
        {...rest}
      />
    );
  return <input className={`${CONTROL} ${className}`} {...{ type, value, defaultValue }} {...rest} />;
}

const wordOf = (value: string | number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

/** A choice of several. */
export function Select({ className = '', ...rest }: ComponentProps<'select'>) {
  return <select className={`${CONTROL} ${className}`} {...rest} />;
}

/** Why a form was refused, above its buttons; what belongs to one field stands beside it. */
export function FormError({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="flex gap-2 text-sm text-bad">
      <Icon name="warning" className="mt-0.5" />
      <span className="min-w-0">{children}</span>
    </p>
  );
}

/** The trimmed text of a form's field; empty when there is none. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
