import { definePageTexts, textsOf } from '../../lib/page-texts.ts';
import { en } from './texts-en.ts';
import { kk } from './texts-kk.ts';
import { ru } from './texts-ru.ts';

export const adviceTexts = definePageTexts({ ru, kk, en });

/** Texts of «Рекомендации». */
export const useAdviceTexts = textsOf('advice', adviceTexts);
