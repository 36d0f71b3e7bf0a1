import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { createFormatter } from './format.ts';
import { useLocale } from './i18n.ts';
import { sessionQuery } from './queries.ts';
import { FormatterContext } from './use-formatter.ts';

/** One formatter for the whole page: a table of a hundred cells would make a hundred, each watching language and session. */
export function FormatterProvider({ children }: { children: ReactNode }) {
  const locale = useLocale();
  const session = useQuery({ ...sessionQuery, enabled: false });
  const timezone = session.data?.academy.timezone ?? 'UTC';
  const format = useMemo(() => createFormatter(locale, timezone), [locale, timezone]);
  return <FormatterContext value={format}>{children}</FormatterContext>;
}
