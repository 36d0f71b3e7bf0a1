import { definePageTexts, textsOf } from '../../lib/page-texts.ts';
import { en } from './texts-en.ts';
import { kk } from './texts-kk.ts';
import { ru } from './texts-ru.ts';

export const conversionsTexts = definePageTexts({ ru, kk, en });

/** Texts of «Конверсии в Meta». */
export const useConversionsTexts = textsOf('conversions', conversionsTexts);
