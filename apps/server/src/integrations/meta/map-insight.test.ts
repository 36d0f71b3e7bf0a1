import { describe, expect, it } from 'vitest';
import { AdRow } from './answers.ts';
import { mapInsight } from './map-insight.ts';

/** Hand-made after Meta's documentation of ad-level daily insights: figures are strings, absent when there is none. */
const row = {
  ad_id: '120210000000000001',
  ad_name: 'video 1 | kenji',
  adset_id: '120210000000000002',
  adset_name: 'KZ 25-45',
  campaign_id: '120210000000000003',
  campaign_name: 'Express',
  account_currency: 'USD',
  spend: '268.93',
  impressions: '10250',
  clicks: '431',
  actions: [
    { action_type: 'link_click', value: '400' },
    { action_type: 'onsite_conversion.lead_grouped', value: '12' },
    { action_type: 'lead', value: '12' },
    { action_type: 'offsite_conversion.fb_pixel_lead', value: '12' },
    { action_type: 'omni_purchase', value: '3' },
    { action_type: 'purchase', value: '3' },
  ],
  date_start: '2026-03-02',
  date_stop: '2026-03-02',
};
const map = (fields: object) => mapInsight(AdRow.parse({ ...row, ...fields }));

describe('a row of insights', () => {
  it('keeps ids and money as text', () => {
    expect(map({})).toMatchObject({
      adId: '120210000000000001',
      day: '2026-03-02',
      spend: '268.93',
      currency: 'USD',
    });
  });

  it('12 leads under three names are 12 leads', () => {
    expect(map({})).toMatchObject({ leads: '12', purchases: '3' });
  });

  it('reads the exact action only', () => {
    const actions = [
      { action_type: 'onsite_web_lead', value: '5' },
      { action_type: 'offsite_conversion.fb_pixel_purchase', value: '2' },
    ];
    expect(map({ actions })).toMatchObject({ leads: null, purchases: null });
  });

  it('an absent metric is unknown, not zero', () => {
    expect(map({ impressions: undefined, clicks: undefined, actions: undefined })).toMatchObject({
      impressions: null,
      clicks: null,
      leads: null,
      purchases: null,
    });
    expect(map({ clicks: '0' }).clicks).toBe('0');
  });

  it('a sum of several days is refused', () => {
    expect(AdRow.safeParse({ ...row, date_stop: '2026-03-08' }).success).toBe(false);
  });

  it('a row without spend is refused, not taken for zero', () => {
    expect(AdRow.safeParse({ ...row, spend: undefined }).success).toBe(false);
  });
});
