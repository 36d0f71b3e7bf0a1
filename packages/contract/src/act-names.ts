type Words = { ru: string; kk: string; en: string };
type Act = Words & { actions: readonly string[] };

/**
 * What each act of the audit log is called. An act is known by the name its verb wrote down (`user.change`), or by its
 * route where the verb wrote nothing. A test holds the list against the routes of the policy.
 */
const ACTS: readonly Act[] = [
  {
    actions: ['user.create'],
    ...{ ru: 'Создан пользователь', kk: 'Пайдаланушы құрылды', en: 'User created' },
  },
  {
    actions: ['user.change', 'PATCH /api/v1/users/:id'],
    ...{ ru: 'Изменён пользователь', kk: 'Пайдаланушы өзгертілді', en: 'User changed' },
  },
  {
    actions: ['user.password'],
    ...{ ru: 'Сменён пароль', kk: 'Құпиясөз ауыстырылды', en: 'Password changed' },
  },
  {
    actions: ['user.reset_link', 'POST /api/v1/users/:id/reset-link'],
    ...{
      ru: 'Создана ссылка для нового пароля',
      kk: 'Жаңа құпиясөз сілтемесі жасалды',
      en: 'Password link created',
    },
  },
  {
    actions: ['user.sign_out', 'DELETE /api/v1/users/:id/sessions'],
    ...{ ru: 'Завершены входы пользователя', kk: 'Пайдаланушының кірулері аяқталды', en: 'User signed out' },
  },
  {
    actions: ['user.invite', 'POST /api/v1/invites'],
    ...{ ru: 'Создано приглашение', kk: 'Шақыру жасалды', en: 'Invitation created' },
  },
  {
    actions: ['user.uninvite', 'DELETE /api/v1/invites/:id'],
    ...{ ru: 'Отозвано приглашение', kk: 'Шақыру қайтарып алынды', en: 'Invitation withdrawn' },
  },
  {
    actions: ['token.create', 'POST /api/v1/tokens'],
    ...{ ru: 'Выпущен ключ API', kk: 'API кілті шығарылды', en: 'API key issued' },
  },
  {
    actions: ['token.revoke', 'DELETE /api/v1/tokens/:id'],
    ...{ ru: 'Отозван ключ API', kk: 'API кілті қайтарып алынды', en: 'API key revoked' },
  },
  {
    actions: ['team.create', 'POST /api/v1/teams'],
    ...{ ru: 'Создана команда', kk: 'Команда құрылды', en: 'Team created' },
  },
  {
    actions: ['team.change', 'PATCH /api/v1/teams/:slug'],
    ...{ ru: 'Изменена команда', kk: 'Команда өзгертілді', en: 'Team changed' },
  },
  {
    actions: ['sale.assign', 'POST /api/v1/assign'],
    ...{ ru: 'Сделка отдана команде', kk: 'Мәміле командаға берілді', en: 'Deal assigned to a team' },
  },
  {
    actions: ['sale.unassign', 'DELETE /api/v1/assign/:lead_id'],
    ...{
      ru: 'Отменена команда сделки',
      kk: 'Мәміленің командасы алынып тасталды',
      en: 'Team of a deal removed',
    },
  },
  {
    actions: ['campaign.assign', 'POST /api/v1/campaign-teams'],
    ...{ ru: 'Кампания отдана команде', kk: 'Науқан командаға берілді', en: 'Campaign assigned to a team' },
  },
  {
    actions: ['campaign.unassign', 'DELETE /api/v1/campaign-teams/:campaign_id'],
    ...{
      ru: 'Отменена команда кампании',
      kk: 'Науқанның командасы алынып тасталды',
      en: 'Team of a campaign removed',
    },
  },
  {
    actions: ['rules.draft', 'PUT /api/v1/rules/draft'],
    ...{ ru: 'Изменён черновик правил', kk: 'Ережелер нобайы өзгертілді', en: 'Draft of rules changed' },
  },
  {
    actions: ['rules.discard', 'DELETE /api/v1/rules/draft'],
    ...{ ru: 'Удалён черновик правил', kk: 'Ережелер нобайы өшірілді', en: 'Draft of rules discarded' },
  },
  {
    actions: ['POST /api/v1/rules/draft/preview'],
    ...{
      ru: 'Посчитано, что изменят правила',
      kk: 'Ережелер нені өзгертетіні есептелді',
      en: 'Effect of rules previewed',
    },
  },
  {
    actions: ['rules.apply', 'POST /api/v1/rules/apply'],
    ...{ ru: 'Применены правила', kk: 'Ережелер қолданылды', en: 'Rules applied' },
  },
  {
    actions: ['rules.undo', 'POST /api/v1/rules/undo'],
    ...{ ru: 'Возвращены прежние правила', kk: 'Бұрынғы ережелер қайтарылды', en: 'Rules undone' },
  },
  {
    actions: ['rules.cancel', 'POST /api/v1/rules/runs/:id/cancel'],
    ...{
      ru: 'Остановлен пересчёт правил',
      kk: 'Ережелерді қайта есептеу тоқтатылды',
      en: 'Rule run cancelled',
    },
  },
  {
    actions: ['plan.save', 'PUT /api/v1/plans'],
    ...{ ru: 'Сохранён план', kk: 'Жоспар сақталды', en: 'Plan saved' },
  },
  {
    actions: ['plan.remove', 'DELETE /api/v1/plans'],
    ...{ ru: 'Удалён план', kk: 'Жоспар өшірілді', en: 'Plan removed' },
  },
  {
    actions: ['plan.limits', 'PUT /api/v1/plans/limits'],
    ...{ ru: 'Изменены границы плана', kk: 'Жоспар шектері өзгертілді', en: 'Limits of plans changed' },
  },
  {
    actions: ['pipeline.decide', 'PUT /api/v1/products/pipelines/:id'],
    ...{
      ru: 'Назначен продукт воронки',
      kk: 'Воронканың өнімі белгіленді',
      en: 'Product of a pipeline set',
    },
  },
  {
    actions: ['rate.set', 'PUT /api/v1/rates'],
    ...{ ru: 'Задан курс валюты', kk: 'Валюта бағамы қойылды', en: 'Exchange rate set' },
  },
  {
    actions: ['rate.remove', 'DELETE /api/v1/rates'],
    ...{ ru: 'Удалён курс валюты', kk: 'Валюта бағамы өшірілді', en: 'Exchange rate removed' },
  },
  {
    actions: ['ad_account.include', 'PATCH /api/v1/facebook/accounts/:id'],
    ...{
      ru: 'Включён или выключен рекламный кабинет',
      kk: 'Жарнама кабинеті қосылды не өшірілді',
      en: 'Ad account switched on or off',
    },
  },
  {
    actions: ['ad_account.bind', 'POST /api/v1/facebook/accounts/:id/bindings'],
    ...{
      ru: 'Рекламный кабинет закреплён за командой',
      kk: 'Жарнама кабинеті командаға бекітілді',
      en: 'Ad account assigned to a team',
    },
  },
  {
    actions: ['ad_account.unbind', 'DELETE /api/v1/facebook/accounts/:id/bindings/:binding_id'],
    ...{
      ru: 'Рекламный кабинет откреплён от команды',
      kk: 'Жарнама кабинеті командадан ажыратылды',
      en: 'Ad account taken from a team',
    },
  },
  {
    actions: ['POST /api/v1/facebook/backfill'],
    ...{
      ru: 'Запрошены прошлые расходы Meta',
      kk: 'Meta-ның өткен шығыны сұралды',
      en: 'Past spend of Meta requested',
    },
  },
  {
    actions: ['POST /api/traffic-facebook/refresh'],
    ...{ ru: 'Обновлены расходы Meta', kk: 'Meta шығыны жаңартылды', en: 'Spend of Meta refreshed' },
  },
  {
    actions: ['telegram.code', 'POST /api/v1/telegram/codes'],
    ...{
      ru: 'Выдан код для чата Telegram',
      kk: 'Telegram чатына код берілді',
      en: 'Code for a Telegram chat issued',
    },
  },
  {
    actions: ['telegram.connect'],
    ...{ ru: 'Подключён чат Telegram', kk: 'Telegram чаты қосылды', en: 'Telegram chat connected' },
  },
  {
    actions: ['telegram.chat', 'PATCH /api/v1/telegram/chats/:id'],
    ...{ ru: 'Изменён чат Telegram', kk: 'Telegram чаты өзгертілді', en: 'Telegram chat changed' },
  },
  {
    actions: ['telegram.remove', 'DELETE /api/v1/telegram/chats/:id'],
    ...{ ru: 'Отключён чат Telegram', kk: 'Telegram чаты ажыратылды', en: 'Telegram chat removed' },
  },
  {
    actions: ['POST /api/v1/telegram/chats/:id/test', 'POST /api/amocrm/test-sale-notification'],
    ...{
      ru: 'Отправлено проверочное сообщение',
      kk: 'Тексеру хабары жіберілді',
      en: 'Test message sent',
    },
  },
  {
    actions: ['telegram.quiet-hours', 'PUT /api/v1/telegram/quiet-hours'],
    ...{ ru: 'Изменены тихие часы', kk: 'Тыныш сағаттар өзгертілді', en: 'Quiet hours changed' },
  },
  {
    actions: ['inbox.replay', 'POST /api/v1/inbox/replay'],
    ...{ ru: 'Вебхуки обработаны заново', kk: 'Вебхуктер қайта өңделді', en: 'Webhooks replayed' },
  },
  {
    actions: ['inbox.remove_test', 'DELETE /api/v1/inbox/:id'],
    ...{ ru: 'Удалён проверочный вебхук', kk: 'Тексеру вебхугы өшірілді', en: 'Test webhook removed' },
  },
  {
    actions: ['conversions.settings', 'PUT /api/v1/conversions/settings'],
    ...{
      ru: 'Изменена отправка конверсий',
      kk: 'Конверсия жіберу баптауы өзгертілді',
      en: 'Sending of conversions changed',
    },
  },
  {
    actions: ['conversions.decide', 'POST /api/v1/conversions/decide'],
    ...{
      ru: 'Решено о спорных конверсиях',
      kk: 'Даулы конверсиялар туралы шешім қабылданды',
      en: 'Doubtful conversions decided',
    },
  },
  {
    actions: ['tripwire.columns', 'PUT /api/v1/sources/tripwire/columns'],
    ...{
      ru: 'Изменены столбцы трипваера',
      kk: 'Трипвайер бағандары өзгертілді',
      en: 'Columns of the tripwire changed',
    },
  },
  {
    actions: ['POST /api/v1/sources/tripwire/sync'],
    ...{ ru: 'Обновлён трипваер', kk: 'Трипвайер жаңартылды', en: 'Tripwire synchronised' },
  },
  {
    actions: ['person.export', 'POST /api/v1/people/:id/export'],
    ...{ ru: 'Выгружены данные человека', kk: 'Адамның деректері алынды', en: 'Data of a person exported' },
  },
  {
    actions: ['person.erase', 'POST /api/v1/people/:id/erase'],
    ...{ ru: 'Стёрты данные человека', kk: 'Адамның деректері өшірілді', en: 'Data of a person erased' },
  },
  {
    actions: ['person.separate', 'POST /api/v1/people/merges/:id/undo'],
    ...{ ru: 'Разъединены люди', kk: 'Біріктірілген адамдар ажыратылды', en: 'People separated' },
  },
  {
    actions: ['keys.rotate'],
    ...{ ru: 'Сменён ключ шифрования', kk: 'Шифрлау кілті ауыстырылды', en: 'Encryption key rotated' },
  },
  {
    actions: ['POST /api/admin/amocrm/reconcile'],
    ...{ ru: 'Запущена сверка с AmoCRM', kk: 'AmoCRM-мен салыстыру басталды', en: 'AmoCRM reconciled' },
  },
  {
    actions: ['POST /api/admin/diagnostics', 'POST /api/admin/integrations/diagnostics'],
    ...{ ru: 'Запущена диагностика', kk: 'Диагностика басталды', en: 'Diagnostics run' },
  },
  {
    actions: ['POST /api/admin/landing/fetch-leads'],
    ...{ ru: 'Загружены лиды лендинга', kk: 'Лендинг лидтері жүктелді', en: 'Leads of the landing fetched' },
  },
  {
    actions: ['POST /api/admin/landing/sync-amocrm'],
    ...{
      ru: 'Лиды лендинга связаны с AmoCRM',
      kk: 'Лендинг лидтері AmoCRM-мен байланыстырылды',
      en: 'Leads of the landing matched with AmoCRM',
    },
  },
  {
    actions: ['POST /api/admin/amocrm/fetch-leads'],
    ...{ ru: 'Загружены сделки AmoCRM', kk: 'AmoCRM мәмілелері жүктелді', en: 'Deals of AmoCRM fetched' },
  },
];

const BY_ACTION = new Map(ACTS.flatMap((act) => act.actions.map((action) => [action, act] as const)));

/** What an act is called; null for one this release does not know, which is shown as it was written down. */
export function actName(action: string, locale: keyof Words): string | null {
  return BY_ACTION.get(action)?.[locale] ?? null;
}
