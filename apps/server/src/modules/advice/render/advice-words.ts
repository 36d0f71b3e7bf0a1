import type { AdviceRule } from '@traffic/contract';

/**
 * What each rule says. `{cpl}` is the fact of that key, `{ad}` a name. No text holds a digit of its own: every number a
 * person reads is a fact that can be looked up.
 */
export type AdviceWords = Record<AdviceRule, { title: string; text: string; action: string }>;
