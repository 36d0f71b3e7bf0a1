import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { PageTab } from '../../app/admin-search.ts';

type PageTabsProps<T extends PageTab> = {
  label: string;
  value: T;
  options: readonly { value: T; label: string; count?: number }[];
};

/** Parts of a page as links: each has its own address, and Back returns to the one before. */
export function PageTabs<T extends PageTab>({ label, value, options }: PageTabsProps<T>) {
  const bar = useRef<HTMLElement>(null);
  // On a phone the tabs are wider than the screen: the one that is open is never out of sight.
  useEffect(() => {
    const open = bar.current?.querySelector<HTMLElement>('[aria-current=page]');
    if (bar.current && open) bar.current.scrollLeft = open.offsetLeft - 16;
  }, [value]);
  return (
    <nav
      ref={bar}
      aria-label={label}
      className="relative min-w-0 overflow-x-auto border-b border-line [scrollbar-width:none]"
    >
      <ul className="flex w-max gap-1">
        {options.map((option) => (
          <li key={option.value}>
            <Link
              to="."
              search={(old) => ({ ...old, tab: option.value, q: undefined, order: undefined })}
              aria-current={option.value === value ? 'page' : undefined}
              className="-mb-px flex h-9 items-center gap-1.5 border-b-2 border-transparent px-3 text-sm whitespace-nowrap text-ink-2 -outline-offset-2! hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink pointer-coarse:h-11"
            >
              {option.label}
              {option.count ? (
                <span className="rounded-full bg-hover px-1.5 text-xs text-ink-2">{option.count}</span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
