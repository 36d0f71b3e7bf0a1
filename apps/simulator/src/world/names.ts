import type { Rng } from './random.ts';

/** Common Kazakh and Russian names, combined at random: nobody in particular. [male, female] surnames. */
const FIRST_NAMES = {
  male: [
    'Айдар',
    'Нурлан',
    'Ерлан',
    'Бауыржан',
    'Данияр',
    'Тимур',
    'Арман',
    'Санжар',
    'Алексей',
    'Дмитрий',
    'Сергей',
    'Иван',
  ],
  female: [
    'Айгерим',
    'Динара',
    'Асель',
    'Гульнара',
    'Мадина',
    'Жанар',
    'Сауле',
    'Алия',
    'Ольга',
    'Наталья',
    'Елена',
    'Марина',
  ],
} as const;
const SURNAMES = [
  ['Ахметов', 'Ахметова'],
  ['Сериков', 'Серикова'],
  ['Нурпеисов', 'Нурпеисова'],
  ['Жумабаев', 'Жумабаева'],
  ['Касымов', 'Касымова'],
  ['Оспанов', 'Оспанова'],
  ['Тулегенов', 'Тулегенова'],
  ['Бекетов', 'Бекетова'],
  ['Есенов', 'Есенова'],
  ['Иванов', 'Иванова'],
  ['Ким', 'Ким'],
  ['Кузнецов', 'Кузнецова'],
  ['Смирнов', 'Смирнова'],
  ['Волков', 'Волкова'],
] as const;

/** An invented name: first name and, for two people out of three, a surname. */
export function inventName(rng: Rng): string {
  const female = rng.chance(0.68);
  const first = rng.pick(female ? FIRST_NAMES.female : FIRST_NAMES.male);
  if (!rng.chance(0.66)) return first;
  const surname = rng.pick(SURNAMES);
  return `${first} ${female ? surname[1] : surname[0]}`;
}
