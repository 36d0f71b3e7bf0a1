export { type AccountBinding, decideSpendTeam } from './decide-spend-team.ts';
export { decideTeam } from './decide-team.ts';
export type { Decision } from './decision.ts';
export { recordDecisions, sameDecision } from './decisions-repo.ts';
export { type Preset, presetRules, readPreset } from './read-preset.ts';
export { registerAttributionRoutes } from './routes.ts';
export type { Touch } from './rule.ts';
export { loadRuleBook, type RuleBook } from './rule-book.ts';
