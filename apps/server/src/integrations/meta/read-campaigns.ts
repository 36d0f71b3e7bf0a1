import { CampaignAnswer } from './answers.ts';
import { readPages } from './read-pages.ts';
import type { MetaGet } from './request.ts';

const PAGE_SIZE = 100;
/** One ad says how its campaign is tagged: the tags are templates that a buyer copies from ad to ad. */
const FIELDS = 'id,name,objective,status,effective_status,ads.limit(1){creative{url_tags}}';
/** Without this list Meta leaves out the archived ones. */
const STATUSES = ['ACTIVE', 'PAUSED', 'ARCHIVED', 'IN_PROCESS', 'WITH_ISSUES'];

/** A campaign as Meta describes it; null is "not said". */
export type Campaign = {
  campaignId: string;
  name: string | null;
  objective: string | null;
  /** What its buyer chose, and what comes of it. */
  status: string | null;
  effectiveStatus: string | null;
  urlTags: string | null;
};

/** Every campaign of an account but deleted ones. Throws MetaError. */
export async function readCampaigns(get: MetaGet, accountId: string): Promise<Campaign[]> {
  const params = { fields: FIELDS, effective_status: JSON.stringify(STATUSES) };
  const question = { path: `${accountId}/campaigns`, params, limit: PAGE_SIZE, accountId };
  const answers = await readPages(get, question, CampaignAnswer);
  return answers.map((answer) => ({
    campaignId: answer.id,
    name: answer.name ?? null,
    objective: answer.objective ?? null,
    status: answer.status ?? null,
    effectiveStatus: answer.effective_status ?? null,
    urlTags: answer.ads?.data[0]?.creative?.url_tags ?? null,
  }));
}
