import { describe, expect, it } from 'vitest';
import type { Fact } from '../finding.ts';
import { checkedExplanation, whyRefused } from './check-answer.ts';

const fact = (key: string): Fact => ({
  ...{ key, value: '1140.00', unit: 'money', period: { start: '2026-11-13', end: '2026-11-19' } },
  query: { report: 'overview', metric: 'cpl' },
});
const finding = { facts: [fact('cpl'), fact('cpl_high')], names: { campaign: 'Kenji 100% | ROAS 12' } };
const refused = (text: string, language: 'ru' | 'kk' | 'en' = 'ru') => whyRefused(text, language, finding);

describe('what a model may say', () => {
  it.each([
    ['ru', 'Лид стоит {cpl}: это дороже, чем {cpl_high} раньше. Сначала посмотрите «{campaign}».'],
    ['ru', 'Он дорожает, и стоит сравнить объявления. Столько же людей приходит со стороны аукциона.'],
    ['kk', 'Лид {cpl} тұрады. Алдымен «{campaign}» науқанын қараңыз.'],
    ['en', 'A lead costs {cpl}. Look at {campaign} before anything else; often the audience is too narrow.'],
  ] as const)('%s: plain words and places', (language, text) => {
    expect(refused(text, language)).toBeNull();
  });

  it.each([
    'Лид стоит 1140 ₸',
    'Лид подорожал на 39 %',
    'Лид стоит {cpl}, а было ٣٤٠',
    'Выросло в ² раза',
    'Подорожало на ½',
    'С ноября Ⅻ',
    'Подорожал вдвое',
    'Подорожал почти в два раза',
    'Больше половины бюджета',
    'Сто лидов потеряно',
    'Двадцать процентов',
    'Миллион тенге',
    'На треть дороже',
  ])('no number in any form: %s', (text) => {
    expect(refused(text)).not.toBeNull();
  });

  it.each([
    'It doubled',
    'twice as dear',
    'half of it',
    'Ninety leads',
    'a third more',
    'thirty percent',
    'zero sales',
  ])('no English quantity: %s', (text) => {
    expect(refused(text, 'en')).not.toBeNull();
  });

  it.each(['екі есе қымбат', 'жартысы кетті', 'он лид', 'жүз мың теңге', 'отыз пайыз'])(
    'no Kazakh quantity: %s',
    (text) => {
      expect(refused(text, 'kk')).not.toBeNull();
    },
  );

  it.each([
    ['a place it made up', 'Выручка {revenue}'],
    ['a link', 'Смотрите https://example.com'],
    ['markup', 'Смотрите <b>сюда</b>'],
    ['markdown', '**Срочно**'],
    ['an open brace', 'Лид {cpl и {{cpl}}'],
    ['a text turned around', 'Лид \u202eдорог'],
    ['nothing', '   '],
    ['a novel', 'слово '.repeat(200)],
  ])('not %s', (_, text) => {
    expect(refused(text)).not.toBeNull();
  });

  it('one bad language drops all: nobody reads another text than their neighbour', () => {
    const good = { ru: 'Дорого: {cpl}', kk: 'Қымбат: {cpl}', en: 'Dear: {cpl}' };
    expect(checkedExplanation(good, finding)).toEqual(good);
    expect(checkedExplanation({ ...good, en: 'Dear: 5' }, finding)).toEqual({ refused: 'en: number' });
  });
});
