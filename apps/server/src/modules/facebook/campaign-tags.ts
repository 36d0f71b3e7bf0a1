import type { InsightsQuery, UtmTags } from '@traffic/contract';

/** The tags that an ad's `url_tags` put into the landing page's address, macros of the campaign filled in. */
export function readTags(urlTags: string, campaign: { id: string; name: string | null }): UtmTags {
  const parameters = new URLSearchParams(urlTags);
  const read = (key: keyof UtmTags) => {
    const filled = parameters
      .get(key)
      ?.replaceAll('{{campaign.name}}', campaign.name ?? '')
      .replaceAll('{{campaign.id}}', campaign.id)
      .trim();
    return filled ? filled : null;
  };
  return {
    utm_source: read('utm_source'),
    utm_medium: read('utm_medium'),
    utm_campaign: read('utm_campaign'),
  };
}

type Wanted = Pick<InsightsQuery, keyof UtmTags>;

/** Whether a query chooses campaigns by their tags at all. */
export function choosesByTags(wanted: Wanted): boolean {
  return [wanted.utm_source, wanted.utm_medium, wanted.utm_campaign].some((value) => value !== undefined);
}

/** Whether tags are as wanted, in any case of letters; unknown tags are not. */
export function hasTags(tags: UtmTags | null, wanted: Wanted): boolean {
  return (['utm_source', 'utm_medium', 'utm_campaign'] as const).every(
    (key) => wanted[key] === undefined || tags?.[key]?.toLowerCase() === wanted[key].toLowerCase(),
  );
}
