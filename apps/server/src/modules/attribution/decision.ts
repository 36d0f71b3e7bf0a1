import type { AttributionBasis, Candidate, Confidence, UnattributedReason } from '@traffic/contract';

/** The answer and its receipt: who, how sure, on what evidence, against whom. Stored as it is. */
export type Decision = {
  teamId: number | null;
  teamName: string | null;
  /** Null exactly when there is no team. */
  confidence: Confidence | null;
  basis: AttributionBasis;
  /** Null exactly when there is a team. */
  reason: UnattributedReason | null;
  ruleId: number | null;
  /** Plain JSON: the touch, the field and the text the decision stands on. */
  evidence: Record<string, unknown>;
  /** Rules that spoke for another team and lost; in a conflict, all that tied. */
  rejected: readonly Candidate[];
};

/** A team chosen by a person, or bound to an account or a campaign by one. */
export type TeamChoice = { teamId: number; teamName: string };

export function unattributed(
  reason: UnattributedReason,
  evidence: Record<string, unknown>,
  rejected: readonly Candidate[] = [],
): Decision {
  const none = { teamId: null, teamName: null, confidence: null, basis: 'none', ruleId: null } as const;
  return { ...none, reason, evidence, rejected };
}

/** A decision that stands on a binding or a person's word, not on a rule: always `high`. */
export function chosen(
  team: TeamChoice,
  basis: AttributionBasis,
  evidence: Record<string, unknown>,
): Decision {
  const { teamId, teamName } = team;
  return { teamId, teamName, confidence: 'high', basis, reason: null, ruleId: null, evidence, rejected: [] };
}
