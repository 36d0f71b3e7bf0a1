import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { createFormatter, type Formatter } from './format.ts';
import { useLocale } from './i18n.ts';
import { sessionQuery } from './queries.ts';

/** The formatter of the current language in the academy's time zone, wherever the browser is. */
export function useFormatter(): Formatter {
  const locale = useLocale();
  const session = useQuery({ ...sessionQuery, enabled: false });
  const timezone = session.data?.academy.timezone ?? 'UTC';
  return useMemo(() => createFormatter(locale, timezone), [locale, timezone]);
}
