/** Messages of the Admin Panel: people, diagnostics, integrations. */
export const ADMIN_TRANSLATIONS: readonly (readonly [ru: string, kk: string, en: string])[] = [
  ['Такого пользователя нет', 'Мұндай пайдаланушы жоқ', 'There is no such user'],
  ['Таргетологу нужна команда', 'Таргетологқа команда керек', 'A targetologist needs a team'],
  [
    'Это последний администратор: сначала назначьте другого',
    'Бұл соңғы әкімші: алдымен басқасын тағайындаңыз',
    'This is the last administrator: appoint another one first',
  ],
];
