import type { ReactNode } from 'react';

const PATHS = {
  teams: (
    <>
      <path d="M2.5 13.5v-3M6.2 13.5v-7M9.8 13.5v-5M13.5 13.5v-11" />
    </>
  ),
  funnel: <path d="M2.5 3.5h11M4.5 7h7M6 10.5h4M7 14h2" />,
  leads: (
    <path d="M3 13.5v-1.2c0-1.8 1.6-2.8 3.5-2.8s3.5 1 3.5 2.8v1.2M6.5 7a2.2 2.2 0 1 0 0-4.5 2.2 2.2 0 0 0 0 4.5M12.5 5.5v4M10.5 7.5h4" />
  ),
  sales: <path d="M3 2.5h10v11l-2-1.3-1.5 1.3L8 12.2l-1.5 1.3L5 12.2l-2 1.3v-11ZM5.5 6h5M5.5 8.8h5" />,
  ads: <path d="M2.5 6.5v3h2l6 3.5V3l-6 3.5h-2ZM5 9.5l.8 3.5M13 6.3c.6.9.6 2.5 0 3.4" />,
  utm: <path d="M8.5 2.5h5v5l-6 6-5-5 6-6ZM11 5v.1" />,
  sliders: <path d="M2.5 5h6M12 5h1.5M2.5 11H4M7.5 11h6M10.2 3.2v3.6M5.8 9.2v3.6" />,
  bell: <path d="M4 11.5V7.3a4 4 0 0 1 8 0v4.2M2.8 11.5h10.4M6.8 13.8h2.4" />,
  search: <path d="M7 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10M10.6 10.6 14 14" />,
  help: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M6.2 6.3c.2-1 .9-1.5 1.8-1.5 1 0 1.8.6 1.8 1.6 0 1.3-1.8 1.4-1.8 2.6M8 11.1v.1" />
    </>
  ),
  glossary: (
    <path d="M3 3.5c2-.8 3.6-.6 5 .6 1.4-1.2 3-1.4 5-.6v9c-2-.8-3.6-.6-5 .6-1.4-1.2-3-1.4-5-.6v-9ZM8 4.1v9" />
  ),
  bulb: <path d="M5.8 11.2c-.3-1.3-2-2.2-2-4.6a4.2 4.2 0 0 1 8.4 0c0 2.4-1.7 3.3-2 4.6ZM6.3 13.8h3.4" />,
  cabinet: (
    <>
      <circle cx="8" cy="5.2" r="2.7" />
      <path d="M2.8 13.5c.5-2.6 2.6-4 5.2-4s4.7 1.4 5.2 4" />
    </>
  ),
  left: <path d="M10 3.5 5.5 8l4.5 4.5" />,
  right: <path d="m6 3.5 4.5 4.5L6 12.5" />,
  down: <path d="m4 6.5 4 4 4-4" />,
  menu: <path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11" />,
  panel: (
    <>
      <rect x="2" y="2.5" width="12" height="11" rx="2" />
      <path d="M6 2.5v11" />
    </>
  ),
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  sun: (
    <>
      <circle cx="8" cy="8" r="2.7" />
      <path d="M8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M12.6 3.4l-1.1 1.1M4.5 11.5l-1.1 1.1" />
    </>
  ),
  moon: <path d="M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1Z" />,
  warning: (
    <>
      <path d="M8 2.2 14.3 13.3H1.7L8 2.2Z" />
      <path d="M8 6.5v3.2M8 11.4v.1" />
    </>
  ),
  check: <path d="m3 8.5 3.2 3L13 4.5" />,
  clock: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.5V8l2.3 1.5" />
    </>
  ),
  plug: <path d="M6 2v3M10 2v3M4 5h8v2.5a4 4 0 0 1-8 0V5ZM8 11.5V14" />,
  calendar: (
    <>
      <rect x="2.5" y="3.5" width="11" height="10" rx="1.5" />
      <path d="M2.5 6.5h11M5.5 2v2.5M10.5 2v2.5" />
    </>
  ),
  plus: <path d="M8 3v10M3 8h10" />,
  minus: <path d="M3 8h10" />,
  inbox: <path d="M2.5 9 4.4 3.5h7.2L13.5 9v3.5h-11V9ZM2.5 9H6c0 1.1.9 2 2 2s2-.9 2-2h3.5" />,
  settings: (
    <>
      <circle cx="8" cy="8" r="4.2" />
      <circle cx="8" cy="8" r="1.6" />
      <path d="M8 2v1.8M8 12.2V14M2 8h1.8M12.2 8H14M3.8 3.8 5 5M11 11l1.2 1.2M12.2 3.8 11 5M5 11l-1.2 1.2" />
    </>
  ),
  edit: <path d="m10.5 3 2.5 2.5-7.5 7.5H3v-2.5L10.5 3ZM9 4.5 11.5 7" />,
  rules: (
    <>
      <path d="M2.5 4h2.2c3.8 0 2.8 8 6.6 8h2.2M2.5 12h2.2c1.2 0 1.9-.8 2.4-1.9M8.9 5.9c.5-1.1 1.2-1.9 2.4-1.9h2.2" />
      <path d="m11.8 2.2 1.9 1.8-1.9 1.8M11.8 10.2l1.9 1.8-1.9 1.8" />
    </>
  ),
  conversions: <path d="M2.5 8h8M7.5 4.5 11 8l-3.5 3.5M13.5 3v10" />,
  exit: <path d="M6.5 2.5h-3a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1h3M10 5l3 3-3 3M13 8H6" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof PATHS;

/** Every icon there is, for the page that shows them. */
export const ICON_NAMES = Object.keys(PATHS) as IconName[];

/** A 16-px line icon. Always decoration: the word stands beside it or in the control's name. */
export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={`shrink-0 ${className}`}
    >
      {PATHS[name]}
    </svg>
  );
}
