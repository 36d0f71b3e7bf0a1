import type { SessionResponse } from '@traffic/contract';
import type { LinkProps } from '@tanstack/react-router';
import type { Catalogue } from '../locales/ru.ts';
import type { IconName } from '../ui/icons.tsx';

type Role = SessionResponse['user']['role'];

/** A page of the side bar; its name is in the catalogues under `section`. */
export type Section = {
  to: NonNullable<LinkProps['to']>;
  label: keyof Catalogue['section'];
  icon: IconName;
  roles: readonly Role[];
};

/** The pages of the side bar in their order, and who may open them; cabinets follow the first. */
export const SECTIONS: readonly Section[] = [
  { to: '/', label: 'teams', icon: 'teams', roles: ['admin', 'analyst'] },
  { to: '/ads', label: 'ads', icon: 'ads', roles: ['admin', 'analyst', 'targetologist'] },
  { to: '/funnel', label: 'funnel', icon: 'funnel', roles: ['admin', 'analyst', 'targetologist'] },
  { to: '/utm', label: 'utm', icon: 'utm', roles: ['admin', 'analyst', 'targetologist'] },
  { to: '/leads', label: 'leads', icon: 'leads', roles: ['admin', 'analyst', 'targetologist'] },
  { to: '/sales', label: 'sales', icon: 'sales', roles: ['admin', 'analyst', 'targetologist'] },
  { to: '/teams', label: 'rules', icon: 'rules', roles: ['admin', 'analyst'] },
  { to: '/integrations', label: 'integrations', icon: 'plug', roles: ['admin', 'analyst'] },
  { to: '/inbox', label: 'inbox', icon: 'inbox', roles: ['admin'] },
  { to: '/settings', label: 'settings', icon: 'settings', roles: ['admin'] },
  { to: '/glossary', label: 'glossary', icon: 'glossary', roles: ['admin', 'analyst', 'targetologist'] },
];
