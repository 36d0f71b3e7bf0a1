/** Which recommendations are shown: the open ones, or those with a person's word. */
export const ADVICE_SHOWS = ['open', 'decided'] as const;
export type AdviceShow = (typeof ADVICE_SHOWS)[number];
