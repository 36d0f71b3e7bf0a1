import { definePageTexts, textsOf } from '../../lib/page-texts.ts';
import { en } from './texts-en.ts';
import { kk } from './texts-kk.ts';
import { ru } from './texts-ru.ts';

export const rulesTexts = definePageTexts({ ru, kk, en });

/** Texts of «Конструктор команд». */
export const useRulesTexts = textsOf('rules', rulesTexts);
