import { describe, expect, it } from 'vitest';
import { choosesByTags, hasTags, readTags } from './campaign-tags.ts';

const CAMPAIGN = { id: '120210001', name: 'Muha | ProfTest | KZ' };
const URL_TAGS = 'utm_source=fb_muha&utm_medium=cpc&utm_campaign={{campaign.name}}&utm_content={{ad.name}}';

describe("a campaign's tags", () => {
  it('are those of its ads, with its own name and id filled in', () => {
    expect(readTags(URL_TAGS, CAMPAIGN)).toEqual({
      utm_source: 'fb_muha',
      utm_medium: 'cpc',
      utm_campaign: 'Muha | ProfTest | KZ',
    });
    expect(readTags('utm_campaign=%7B%7Bcampaign.id%7D%7D', CAMPAIGN).utm_campaign).toBe('120210001');
  });

  it('that are absent or empty are null, not empty texts', () => {
    expect(readTags('utm_source=&x=1', CAMPAIGN)).toEqual({
      utm_source: null,
      utm_medium: null,
      utm_campaign: null,
    });
  });

  it('are found whole and in any case of letters; unknown ones by nothing', () => {
    const tags = readTags(URL_TAGS, CAMPAIGN);
    expect(hasTags(tags, { utm_source: 'FB_Muha' })).toBe(true);
    expect(hasTags(tags, { utm_source: 'muha' })).toBe(false);
    expect(hasTags(tags, { utm_source: 'fb_muha', utm_medium: 'email' })).toBe(false);
    expect(hasTags(null, { utm_source: 'fb_muha' })).toBe(false);
    expect(choosesByTags({})).toBe(false);
  });
});
