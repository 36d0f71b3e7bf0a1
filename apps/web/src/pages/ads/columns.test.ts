import { describe, expect, it } from 'vitest';
import { AD_COLUMNS, hasWithoutCampaign } from './columns.ts';

describe('leads and sales that name no campaign', () => {
  it('have counts and revenue, and no figure of spend or divided by it', () => {
    const shown = [...new Set(Object.values(AD_COLUMNS).flat())].filter(hasWithoutCampaign);
    expect(shown.toSorted()).toEqual(['express_purchases', 'flagman_purchases', 'leads', 'revenue', 'sales']);
  });
});
