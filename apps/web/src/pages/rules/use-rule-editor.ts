import type {
  ApplyRulesRequest,
  DraftResponse,
  RuleInput,
  RuleRunResponse,
  SaveDraftRequest,
  StoredRule,
} from '@traffic/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';
import { draftQuery, rulesKey, rulesQuery, runsQuery } from './queries.ts';

type RuleSet = Pick<SaveDraftRequest, 'channel_affixes' | 'owned_utm_sources'> & { rules: RuleInput[] };

const toInput = ({ id: _id, team_name: _name, ...rule }: StoredRule): RuleInput => rule;

/** The rule set on screen: the draft where there is one, else what is in force. */
export function useRuleSet() {
  const inForce = useQuery(rulesQuery);
  const draft = useQuery(draftQuery);
  const current = draft.data?.draft ?? inForce.data;
  return { inForce, draft, current, edited: draft.data?.draft ?? null };
}

/**
 * Changes of the draft. Each is stored at once and then counted: the preview is never older than what is on screen.
 * Nothing reaches a report before `apply`.
 */
export function useRuleEditor() {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: rulesKey });

  const save = useMutation({
    mutationFn: async (change: (rules: RuleSet) => RuleSet) => {
      const { draft } = await client.ensureQueryData(draftQuery);
      const base = draft ?? (await client.ensureQueryData(rulesQuery));
      const { rules, channel_affixes, owned_utm_sources } = base;
      const changed = change({ rules: rules.map(toInput), channel_affixes, owned_utm_sources });
      const json: SaveDraftRequest = {
        ...changed,
        revision: draft?.revision ?? null,
        note: draft?.note ?? '',
      };
      const saved = await request<DraftResponse>('/api/v1/rules/draft', { method: 'PUT', json });
      client.setQueryData(draftQuery.queryKey, saved);
      await request<RuleRunResponse>('/api/v1/rules/draft/preview', { method: 'POST' });
    },
    onSettled: refresh,
  });
  const discard = useMutation({
    mutationFn: () => request('/api/v1/rules/draft', { method: 'DELETE' }),
    onSettled: refresh,
  });
  const apply = useMutation({
    mutationFn: (json: ApplyRulesRequest) =>
      request<RuleRunResponse>('/api/v1/rules/apply', { method: 'POST', json }),
    onSettled: refresh,
  });
  const undo = useMutation({
    mutationFn: () => request<RuleRunResponse>('/api/v1/rules/undo', { method: 'POST' }),
    onSettled: refresh,
  });
  const cancel = useMutation({
    mutationFn: (run: string) => request(`/api/v1/rules/runs/${run}/cancel`, { method: 'POST' }),
    onSettled: refresh,
  });
  return { save, discard, apply, undo, cancel };
}

export type RuleEditor = ReturnType<typeof useRuleEditor>;

/** The recounts that matter now: of the draft, and of a version that is being put in force or taken back. */
export function useRuns() {
  const runs = useQuery(runsQuery).data?.runs ?? [];
  return {
    preview: runs.find((run) => run.kind === 'preview') ?? null,
    switching: runs.find((run) => run.kind !== 'preview' && run.state === 'staging') ?? null,
    lastSwitch: runs.find((run) => run.kind !== 'preview' && run.state !== 'staging') ?? null,
  };
}
