import { type LinkProps, useRouter } from '@tanstack/react-router';
import {
  type ComponentProps,
  createContext,
  type MouseEvent,
  type ReactNode,
  useContext,
  useMemo,
} from 'react';
import { REPORT_KEYS } from '../lib/report-search.ts';
import { useReportSearch } from './use-report.ts';

type Search = Record<string, string | undefined>;
type Links = {
  hrefOf(path: string, search: Search): string;
  follow(event: MouseEvent<HTMLAnchorElement>): void;
};

const LinksContext = createContext<Links>({ hrefOf: (path) => path, follow: () => undefined });

/** What the links of a page have in common, found once: the report part of the address, and how to go somewhere. */
export function InnerLinks({ children }: { children: ReactNode }) {
  const router = useRouter();
  const report = useReportSearch();
  const links = useMemo((): Links => {
    const { stringifySearch } = router.options;
    const kept = Object.fromEntries(REPORT_KEYS.map((key) => [key, report[key]]));
    const keptPart = stringifySearch(kept);
    return {
      hrefOf(path, search) {
        if (REPORT_KEYS.some((key) => key in search)) return path + stringifySearch({ ...kept, ...search });
        const own = stringifySearch(search);
        return path + (keptPart && own ? `${keptPart}&${own.slice(1)}` : keptPart || own);
      },
      follow(event) {
        const apart = event.metaKey || event.altKey || event.ctrlKey || event.shiftKey || event.button !== 0;
        if (event.defaultPrevented || apart) return;
        event.preventDefault();
        void router.navigate({ href: event.currentTarget.getAttribute('href') ?? '/' });
      },
    };
  }, [router, report]);
  return <LinksContext value={links}>{children}</LinksContext>;
}

type InnerLinkProps = Omit<ComponentProps<'a'>, 'href'> & {
  to: NonNullable<LinkProps['to']>;
  /** The cabinet, for a path that names one. */
  team?: string | undefined;
  /** Added to the report part of this address, or instead of it. */
  search?: Search;
};

/**
 * A link to another page of the application that keeps the report. Instead of the router's own, which watches the address by
 * itself and works it out for each of the hundred and fifty links of a table, twice at each change of the period.
 */
export function InnerLink({ to, team, search = {}, onClick, children, ...rest }: InnerLinkProps) {
  const { hrefOf, follow } = useContext(LinksContext);
  const path = team === undefined ? to : to.replace('$team', encodeURIComponent(team));
  return (
    <a
      {...rest}
      href={hrefOf(path, search)}
      onClick={(event) => {
        onClick?.(event);
        follow(event);
      }}
    >
      {children}
    </a>
  );
}
