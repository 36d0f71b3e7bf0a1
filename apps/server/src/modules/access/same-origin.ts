import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a state-changing request comes from our own pages (or from no browser at all). The cookie is
 * SameSite=Lax already; this also stops sibling subdomains and a forged sign-in.
 *
 * Browsers send `Sec-Fetch-Site` to https and localhost, and `Origin` with every unsafe request; a request
 * with neither was not made by a page.
 *
 * @param publicUrl our address as people see it: behind a proxy `Host` may be another one
 */
export function isSameOrigin(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  if (headers.origin === undefined) return true;
  const host = URL.parse(headers.origin)?.host;
  return host !== undefined && host !== '' && (host === headers.host || host === URL.parse(publicUrl)?.host);
}
