import type { ComponentProps } from 'react';

const LOOKS = {
  primary: 'bg-accent text-on-accent font-medium hover:opacity-90',
  plain: 'border border-line-strong bg-card hover:bg-hover',
  ghost: 'hover:bg-hover',
} as const;

type ButtonProps = ComponentProps<'button'> & { look?: keyof typeof LOOKS };

/** Shared classes of a 32-px control (44 px for fingers), for buttons and for links that look like one. */
export function controlClass(look: keyof typeof LOOKS): string {
  return `inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-control px-3 text-sm whitespace-nowrap select-none pointer-coarse:h-11 disabled:opacity-50 ${LOOKS[look]}`;
}

/** A button. `primary` at most once on a page. */
export function Button({ look = 'plain', className = '', type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={`${controlClass(look)} ${className}`} {...rest} />;
}

/** A square button with only an icon in it: `aria-label` is not optional. */
export function IconButton({ className = '', ...rest }: ButtonProps & { 'aria-label': string }) {
  return <Button look="ghost" className={`w-8 px-0! pointer-coarse:w-11 ${className}`} {...rest} />;
}
