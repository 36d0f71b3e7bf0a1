import type { Academy } from '../world/academy.ts';

/** The AmoCRM account as REST answers and hooks name it. */
export interface Account {
  id: number;
  subdomain: string;
  /** `https://subdomain.amocrm.ru`, as the real one writes itself in links. */
  origin: string;
  name: string;
  /** The one manager who owns every deal. */
  userId: number;
}

const MANAGER_ID = 10_000_698;

export function accountOf(academy: Academy, accountId: number): Account {
  const { subdomain, host } = academy.preset.amocrm;
  return {
    id: accountId,
    subdomain,
    origin: `https://${subdomain}.${host}`,
    name: academy.preset.academy.name,
    userId: MANAGER_ID,
  };
}
