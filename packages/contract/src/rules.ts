import { z } from 'zod';
import {
  AskedDay,
  BusinessDay,
  Decimal,
  PageQuery,
  PeriodQuery,
  ReportEnvelope,
  TeamRef,
  TeamSlug,
} from './common.ts';
import { UnattributedReason } from './overview.ts';
import { Receipt } from './sales.ts';
import { SuccessResponse } from './session.ts';

export const RuleField = z.enum([
  'utm',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_content',
  'utm_term',
  'landing_source',
  'ad_account',
  'campaign_id',
]);
export type RuleField = z.infer<typeof RuleField>;
export const RuleOperator = z.enum(['equals', 'word', 'prefix']);
export type RuleOperator = z.infer<typeof RuleOperator>;
export const RuleStrength = z.enum(['exact', 'name', 'word', 'weak']);
export type RuleStrength = z.infer<typeof RuleStrength>;

const instant = z.iso.datetime({ offset: true });

/** One sentence: "this value in this field means this team", valid in [valid_from, valid_to). */
export const RuleInput = z.object({
  team: TeamSlug,
  field: RuleField,
  operator: RuleOperator,
  value: z.string().trim().min(1).max(200),
  strength: RuleStrength,
  valid_from: instant.nullable().default(null),
  valid_to: instant.nullable().default(null),
});
export type RuleInput = z.infer<typeof RuleInput>;

/** A stored rule: it is never changed and keeps its id in every version that has it. */
export const StoredRule = RuleInput.extend({ id: z.number().int(), team_name: z.string() });
export type StoredRule = z.infer<typeof StoredRule>;

export const RuleSet = z.object({
  version: z.number().int(),
  rules: z.array(StoredRule),
  channel_affixes: z.array(z.string()),
  owned_utm_sources: z.array(z.string()),
});

/** Rules that cannot do what was meant. */
export const RuleFindings = z.object({
  /** Rules of different teams that match the same text at one strength: nobody gets it. */
  conflicts: z.array(
    z.object({ rule_ids: z.array(z.number().int()), value: z.string(), teams: z.array(z.string()) }),
  ),
  /** `rule_id` never decides: wherever it matches, `by` matches too and is believed first. */
  shadowed: z.array(z.object({ rule_id: z.number().int(), by: z.number().int() })),
  /** Rules in force on which no sale, lead or day of spend stands. */
  unused: z.array(z.number().int()),
});
export type RuleFindings = z.infer<typeof RuleFindings>;

/** GET /api/v1/rules: the rules in force. */
export const RulesResponse = SuccessResponse.extend({ ...RuleSet.shape, findings: RuleFindings });
export type RulesResponse = z.infer<typeof RulesResponse>;

/** GET /api/v1/rules/draft; `draft` is null when nobody has begun one. */
export const DraftResponse = SuccessResponse.extend({
  draft: RuleSet.extend({
    revision: z.number().int(),
    note: z.string(),
    /** Against the rules in force. */
    added: z.array(z.number().int()),
    removed: z.array(StoredRule),
    findings: RuleFindings.omit({ unused: true }),
  }).nullable(),
});
export type DraftResponse = z.infer<typeof DraftResponse>;

/**
 * PUT /api/v1/rules/draft: the whole rule set as it should be. `revision` is the draft's as it was read (null
 * to begin one): who edits an older one gets 409 instead of overwriting.
 */
export const SaveDraftRequest = z.object({
  revision: z.number().int().nullable(),
  note: z.string().trim().max(500).default(''),
  rules: z.array(RuleInput).max(5000),
  channel_affixes: z.array(z.string().trim().min(1).max(40)).max(100),
  owned_utm_sources: z.array(z.string().trim().min(1).max(100)).max(100),
});
export type SaveDraftRequest = z.infer<typeof SaveDraftRequest>;

export const RuleVersion = z.object({
  version: z.number().int(),
  state: z.enum(['draft', 'applying', 'applied', 'undone', 'discarded']),
  in_force: z.boolean(),
  applied_at: z.iso.datetime().nullable(),
  applied_by: z.string(),
  note: z.string(),
  rules: z.number().int(),
});
export const RuleVersionsResponse = SuccessResponse.extend({ versions: z.array(RuleVersion) });
export type RuleVersionsResponse = z.infer<typeof RuleVersionsResponse>;

const Figures = z.object({
  sales: z.number().int(),
  revenue: Decimal,
  sales_amount_unknown: z.number().int(),
  leads: z.number().int(),
  spend: Decimal,
  spend_unconverted: z.number().int(),
});

/** The whole history by team before and after; `team: null` is «Не распределено». Money is in KZT. */
export const RuleRunSummary = z.object({
  moved: z.object({ sales: z.number().int(), leads: z.number().int(), ad_days: z.number().int() }),
  teams: z.array(z.object({ team: TeamRef.nullable(), before: Figures, after: Figures })),
});
export type RuleRunSummary = z.infer<typeof RuleRunSummary>;

export const RuleRun = z.object({
  id: z.string(),
  kind: z.enum(['preview', 'apply', 'undo']),
  version: z.number().int(),
  base_version: z.number().int(),
  /** A preview is stale once its draft was edited or another version came into force. */
  stale: z.boolean(),
  state: z.enum(['staging', 'done', 'failed', 'cancelled']),
  requested_by: z.string(),
  requested_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  error: z.string().nullable(),
  summary: RuleRunSummary.nullable(),
});
export type RuleRun = z.infer<typeof RuleRun>;
export const RuleRunResponse = SuccessResponse.extend({ run: RuleRun });
export type RuleRunResponse = z.infer<typeof RuleRunResponse>;
export const RuleRunsResponse = SuccessResponse.extend({ runs: z.array(RuleRun) });
export type RuleRunsResponse = z.infer<typeof RuleRunsResponse>;

/** POST /api/v1/rules/apply */
export const ApplyRulesRequest = z.object({
  /** The draft's revision that was previewed and is meant. */
  revision: z.number().int(),
  note: z.string().trim().min(1).max(500),
});
export type ApplyRulesRequest = z.infer<typeof ApplyRulesRequest>;

/** GET /api/v1/rules/runs/:id/moved: what the run moves, by kind. `team` is a slug of either side. */
export const MovedQuery = PageQuery.extend({ kind: z.enum(['sale', 'lead', 'spend']).default('sale') });
export const MovedResponse = SuccessResponse.extend({
  moved: z.array(
    z.object({
      /** The sale's or lead's id, or `account/ad/day` of spend. */
      id: z.string(),
      from: TeamRef.nullable(),
      to: TeamRef.nullable(),
      basis: z.string(),
      reason: z.string().nullable(),
      amount: Decimal.nullable(),
      at: z.string(),
      utm_source: z.string().nullable(),
      utm_campaign: z.string().nullable(),
    }),
  ),
  next_cursor: z.string().nullable(),
});
export type MovedResponse = z.infer<typeof MovedResponse>;

/** GET /api/v1/rules/new-values: UTM values of the last days that no rule, ad or owned channel knows. */
export const NewValuesQuery = z.object({ days: z.coerce.number().int().min(1).max(365).default(30) });
export const NewValuesResponse = SuccessResponse.extend({
  values: z.array(
    z.object({
      field: z.enum(['utm_source', 'utm_campaign']),
      value: z.string(),
      touches: z.number().int(),
      first_seen: z.iso.datetime(),
      last_seen: z.iso.datetime(),
      sales: z.number().int(),
      revenue: Decimal,
    }),
  ),
});
export type NewValuesResponse = z.infer<typeof NewValuesResponse>;

/** POST /api/v1/teams, PATCH /api/v1/teams/:slug */
export const TeamInput = z.object({
  slug: TeamSlug,
  name: z.string().trim().min(1).max(100),
  emoji: z.string().max(16).default('📊'),
  color: z.string().regex(/^#[0-9a-fA-F]{6}$/, '#RRGGBB'),
  direction: z.string().trim().max(100).nullable().default(null),
});
export type TeamInput = z.infer<typeof TeamInput>;
export const TeamChange = z
  .object({
    name: TeamInput.shape.name,
    emoji: z.string().max(16),
    color: TeamInput.shape.color,
    direction: z.string().trim().max(100).nullable(),
    active: z.boolean(),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing to change');
export type TeamChange = z.infer<typeof TeamChange>;
export const TeamResponse = SuccessResponse.extend({ team: TeamRef });
export type TeamResponse = z.infer<typeof TeamResponse>;

/** POST /api/v1/assign: a person's decision about a deal; it outranks every rule. */
export const AssignRequest = z.object({
  lead_id: z.string().regex(/^\d{1,18}$/),
  team: TeamSlug,
  reason: z.string().trim().min(3).max(500),
});
/** POST and DELETE /api/v1/assign: what the sale stands on now; null when the deal is no sale (yet). */
export const AssignResponse = SuccessResponse.extend({ receipt: Receipt.nullable() });

/** GET /api/v1/unattributed: sales nobody is credited for, with their money. */
export const UnattributedQuery = PageQuery.extend({ reason: UnattributedReason.optional() });
export const UnattributedResponse = SuccessResponse.extend({
  total: z.object({ sales: z.number().int(), revenue: Decimal, sales_amount_unknown: z.number().int() }),
  by_reason: z.array(z.object({ reason: UnattributedReason, sales: z.number().int(), revenue: Decimal })),
  sales: z.array(
    z.object({
      id: z.string(),
      lead_id: z.string(),
      lead_name: z.string().nullable(),
      product_key: z.string(),
      sale_amount: Decimal.nullable(),
      currency: z.string(),
      sale_date: z.iso.datetime(),
      reason: UnattributedReason,
      utm_source: z.string().nullable(),
      utm_medium: z.string().nullable(),
      utm_campaign: z.string().nullable(),
      utm_content: z.string().nullable(),
      utm_term: z.string().nullable(),
      candidates: z.array(z.string()),
    }),
  ),
  next_cursor: z.string().nullable(),
});

export const UtmAuditQuery = PeriodQuery;
const AuditMoney = z.object({ leads: z.number().int(), sales: z.number().int(), revenue: Decimal });

/**
 * GET /api/v1/utm/audit: what the tags of a period lose, each with its money in KZT. Lists hold the largest rows;
 * totals are over all of them.
 */
export const UtmAuditResponse = ReportEnvelope.extend({
  /** Ads that cost money while no lead and no sale of the period carries their id or name. */
  untagged_spend: z.object({
    total: z.object({ ads: z.number().int(), spend: Decimal, spend_unconverted: z.number().int() }),
    ads: z.array(
      z.object({
        account_id: z.string(),
        ad_id: z.string(),
        ad_name: z.string().nullable(),
        campaign_name: z.string().nullable(),
        spend: Decimal,
      }),
    ),
  }),
  /** Leads and sales without a team, by why. */
  without_team: z.array(AuditMoney.extend({ reason: UnattributedReason })),
  /** Texts that rules of two teams claim at once. */
  conflicts: z.array(AuditMoney.extend({ teams: z.array(z.string()), matched: z.string() })),
  /** Tags that are no id and no name of any ad, ad set or campaign known from Meta. */
  unknown_values: z.array(
    AuditMoney.extend({ field: z.enum(['utm_campaign', 'utm_content', 'utm_term']), value: z.string() }),
  ),
});

/** GET /api/v1/utm/own: the same for one team, `team` for those who see all; a targetologist's own without asking. */
export const UtmOwnQuery = PeriodQuery.extend({ team: TeamSlug.optional() });

/**
 * What a team's own tags lose, with its money in KZT: ads of the team that spent without a trace, and values that need a
 * look. `unknown`: a lead or sale of the team carries it, and no rule and no ad known from Meta speaks of it. `macro`: Meta
 * did not fill it in. `nobody`: it names an ad of the team, yet the lead or sale is nobody's. Nothing of other teams is in it.
 */
export const UtmOwnResponse = ReportEnvelope.extend({
  team: TeamRef,
  untagged_spend: UtmAuditResponse.shape.untagged_spend,
  values: z.array(
    AuditMoney.extend({
      field: z.enum(['utm_source', 'utm_campaign', 'utm_content', 'utm_term']),
      value: z.string(),
      problem: z.enum(['unknown', 'macro', 'nobody']),
      /** Sales whose amount nobody knows: not in `revenue`. */
      sales_amount_unknown: z.number().int(),
    }),
  ),
});
export type UtmOwnResponse = z.infer<typeof UtmOwnResponse>;

/** GET /api/v1/spend/receipt: why a day of an ad is whose it is. */
export const SpendReceiptQuery = z.object({
  account_id: z.string().max(60),
  ad_id: z.string().max(60),
  day: AskedDay,
});
export const ReceiptResponse = SuccessResponse.extend({ receipt: Receipt });

const CampaignId = z.string().regex(/^\d{1,30}$/);

/** POST /api/v1/campaign-teams: a person's word about a campaign's spend on [valid_from, valid_to), days of its ad account. */
export const AssignCampaignRequest = z.object({
  campaign_id: CampaignId,
  team: TeamSlug,
  reason: z.string().trim().min(3).max(500),
  valid_from: AskedDay.nullable().default(null),
  valid_to: AskedDay.nullable().default(null),
});
/** DELETE /api/v1/campaign-teams/:campaign_id?valid_from=: absent = the one without a beginning. */
export const UnassignCampaignParams = z.object({ campaign_id: CampaignId });
export const UnassignCampaignQuery = z.object({ valid_from: AskedDay.optional() });
/** How many days of ads moved. Sales and leads that stand on these ads follow within a minute. */
export const AssignCampaignResponse = SuccessResponse.extend({ moved_ad_days: z.number().int() });

export const CampaignTeam = z.object({
  campaign_id: z.string(),
  campaign_name: z.string().nullable(),
  account_id: z.string(),
  team: TeamSlug,
  valid_from: BusinessDay.nullable(),
  valid_to: BusinessDay.nullable(),
  reason: z.string(),
  assigned_by: z.string(),
  assigned_at: z.iso.datetime(),
});
export type CampaignTeam = z.infer<typeof CampaignTeam>;
/** GET /api/v1/campaign-teams */
export const CampaignTeamsResponse = SuccessResponse.extend({ assignments: z.array(CampaignTeam) });
