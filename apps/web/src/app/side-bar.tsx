import { useQuery } from '@tanstack/react-query';
import { type LinkProps, useRouterState } from '@tanstack/react-router';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { teamsQuery } from '../lib/queries.ts';
import { readSetting, writeSetting } from '../lib/settings.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { TeamDot } from '../ui/team-mark.tsx';
import { InnerLink } from './inner-link.tsx';
import { groupsFor } from './sections.ts';
import { useSession } from './use-session.ts';

/** The side bar of wide screens: 232 px with words or 56 px with marks, as it was left last time. */
export function SideBar() {
  const { t } = useTranslation();
  const [collapsed, setCollapsed] = useState(() => readSetting('sidebar') === 'collapsed');
  const toggle = (): void => {
    writeSetting('sidebar', collapsed ? 'open' : 'collapsed');
    setCollapsed(!collapsed);
  };
  const { academy } = useSession();
  return (
    <aside
      className={`sticky top-0 hidden h-screen shrink-0 flex-col border-r border-line bg-page lg:flex ${collapsed ? 'w-14' : 'w-[232px]'}`}
    >
      <div className="flex h-12 items-center justify-between border-b border-line px-3">
        {collapsed ? null : <span className="truncate pl-1 font-bold">{academy.name}</span>}
        <IconButton
          aria-label={collapsed ? t('shell.expand') : t('shell.collapse')}
          aria-expanded={!collapsed}
          onClick={toggle}
        >
          <Icon name="panel" />
        </IconButton>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-3">
        <Navigation collapsed={collapsed} />
      </div>
    </aside>
  );
}

/** The page that is open, found once for all items. */
const PathContext = createContext('/');

type NavigationProps = { collapsed: boolean; onNavigate?: (() => void) | undefined };

/** The sections this person may open. A targetologist has one cabinet and no «Команды». */
export function Navigation(props: NavigationProps) {
  const { t } = useTranslation();
  const { user } = useSession();
  const path = useRouterState({ select: ({ location }) => location.pathname.replace(/(.)\/$/, '$1') });
  const { collapsed } = props;
  const teams = useQuery({ ...teamsQuery, enabled: !user.team });
  // What stands below the cabinets is shown when it is known how many there are: nothing jumps.
  const placed = Boolean(user.team) || !teams.isPending;
  return (
    <PathContext value={path}>
      <nav aria-label={t('shell.navigation')} className="grid grid-cols-[minmax(0,1fr)] gap-3">
        {user.team ? (
          <ul className="grid gap-0.5">
            <Item to="/cabinet/$team" team={user.team.slug} label={t('shell.cabinet')} {...props}>
              <Icon name="cabinet" />
            </Item>
          </ul>
        ) : null}
        {groupsFor(user.role).map(({ name, sections }, index) => (
          <div key={sections[0]?.to} className={index === 0 || placed ? '' : 'invisible'}>
            {name === null ? null : (
              <p className={collapsed ? 'sr-only' : 'px-2 pb-1 text-xs text-ink-2'}>
                {t(`sectionGroup.${name}`)}
              </p>
            )}
            <ul className={`grid gap-0.5 ${collapsed && index > 0 ? 'border-t border-line pt-2' : ''}`}>
              {sections.map(({ to, label, icon }) => (
                <Item key={to} to={to} label={t(`section.${label}`)} {...props}>
                  <Icon name={icon} />
                </Item>
              ))}
            </ul>
            {index === 0 && !user.team ? <Cabinets {...props} /> : null}
          </div>
        ))}
      </nav>
    </PathContext>
  );
}

function Cabinets(props: NavigationProps) {
  const { t } = useTranslation();
  const { collapsed } = props;
  const teams = useQuery(teamsQuery);
  if (!teams.data || teams.data.teams.length === 0) return null;
  return (
    <>
      <p className={collapsed ? 'sr-only' : 'px-2 pt-3 pb-1 text-xs text-ink-2'}>{t('shell.cabinets')}</p>
      <ul className={`grid gap-0.5 ${collapsed ? 'mt-2 border-t border-line pt-2' : ''}`}>
        {teams.data.teams.map((team) => (
          <Item key={team.slug} to="/cabinet/$team" team={team.slug} label={team.name} {...props}>
            <span className="flex size-4 items-center justify-center">
              <TeamDot color={team.color} />
            </span>
          </Item>
        ))}
      </ul>
    </>
  );
}

type ItemProps = NavigationProps & {
  to: NonNullable<LinkProps['to']>;
  team?: string;
  label: string;
  children: ReactNode;
};

function Item({ to, team, label, collapsed, onNavigate, children }: ItemProps) {
  const path = useContext(PathContext);
  return (
    <li>
      <InnerLink
        to={to}
        team={team}
        onClick={onNavigate}
        aria-current={path === (team === undefined ? to : `/cabinet/${team}`) ? 'page' : undefined}
        aria-label={collapsed ? label : undefined}
        title={collapsed ? label : undefined}
        className="flex h-8 items-center gap-2.5 rounded-control px-2 text-ink-2 hover:bg-hover hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-ink pointer-coarse:h-11"
      >
        {children}
        {collapsed ? null : <span className="truncate">{label}</span>}
      </InnerLink>
    </li>
  );
}
