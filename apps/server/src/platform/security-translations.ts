/** Messages of invites, passwords, sessions, the audit log and personal data. */
export const SECURITY_TRANSLATIONS: readonly (readonly [ru: string, kk: string, en: string])[] = [
  ['Нынешний пароль не подходит', 'Қазіргі құпиясөз сәйкес келмейді', 'The present password does not match'],
  [
    'Такого приглашения нет, или оно уже использовано',
    'Мұндай шақыру жоқ немесе ол пайдаланылған',
    'There is no such invite, or it was used already',
  ],
  ['Такого входа нет', 'Мұндай кіру жоқ', 'There is no such session'],
  [
    'Доступ отключён: сначала включите его',
    'Қолжетімділік өшірілген: алдымен қосыңыз',
    'The access is disabled: enable it first',
  ],
  [
    'Ссылка не действует: она уже использована, отозвана или устарела. Попросите новую',
    'Сілтеме жарамсыз: ол пайдаланылған, қайтарылған немесе мерзімі өткен. Жаңасын сұраңыз',
    'The link does not work: it was used, taken back or is too old. Ask for a new one',
  ],
  ['Такого человека нет', 'Мұндай адам жоқ', 'There is no such person'],
];
