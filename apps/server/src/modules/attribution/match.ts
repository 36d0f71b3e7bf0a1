import type { Candidate } from '@traffic/contract';
import type { Strength } from './rule.ts';

/**
 * What the rules say of a subject. `candidates` are all that matched, strongest first; `winner` is the
 * first of them unless rules of two teams tie at its strength and field (`conflict`).
 */
export type Match = {
  readonly winner: Candidate | null;
  readonly strength: Strength | null;
  readonly conflict: boolean;
  readonly candidates: readonly Candidate[];
};
