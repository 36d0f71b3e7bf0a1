import type { UtmField } from '@traffic/contract';

export type LinkParts = { address: string } & Partial<Record<UtmField, string>>;

/**
 * The address with these tags. Meta's macros (`{{ad.id}}`) stay as they are: encoded, Meta would not fill them.
 * @returns null when the address is no http(s) address
 */
export function buildLink({ address, ...tags }: LinkParts): string | null {
  const trimmed = address.trim();
  const url = URL.parse(trimmed.includes('://') ? trimmed : `https://${trimmed}`);
  if (url === null || !/^https?:$/.test(url.protocol) || !url.hostname.includes('.')) return null;
  for (const [name, value] of Object.entries(tags)) {
    url.searchParams.delete(name);
    if (value.trim() !== '') url.searchParams.append(name, value.trim());
  }
  return url.href.replaceAll(/%7B%7B([\w.]+)%7D%7D/gi, '{{$1}}');
}
