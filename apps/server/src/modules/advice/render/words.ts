import type { Language } from '../../../platform/translate.ts';
import type { AdviceWords } from './advice-words.ts';
import { en } from './words-en.ts';
import { kk } from './words-kk.ts';
import { ru } from './words-ru.ts';

export const WORDS: Record<Language, AdviceWords> = { ru, kk, en };
