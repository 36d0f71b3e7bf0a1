import { describe, expect, it } from 'vitest';
import { isSameOrigin } from './same-origin.ts';

const PUBLIC_URL = 'https://traffic.school.example';
const judge = (headers: Record<string, string>) =>
  isSameOrigin({ host: 'internal:3000', ...headers }, PUBLIC_URL);

describe('isSameOrigin', () => {
  it('accepts our pages, by the public address or by the Host they were asked of', () => {
    expect(judge({ origin: PUBLIC_URL })).toBe(true);
    expect(judge({ origin: 'http://internal:3000' })).toBe(true);
    expect(judge({ origin: 'http://localhost:5173', 'sec-fetch-site': 'same-origin' })).toBe(true);
  });

  it('accepts a script, which sends neither header', () => {
    expect(judge({})).toBe(true);
  });

  it('refuses other sites, sibling subdomains and sandboxed frames', () => {
    expect(judge({ origin: 'https://evil.example' })).toBe(false);
    expect(judge({ origin: 'https://landing.school.example' })).toBe(false);
    expect(judge({ origin: 'null' })).toBe(false);
    expect(judge({ origin: PUBLIC_URL, 'sec-fetch-site': 'same-site' })).toBe(false);
    expect(judge({ 'sec-fetch-site': 'cross-site' })).toBe(false);
  });
});
