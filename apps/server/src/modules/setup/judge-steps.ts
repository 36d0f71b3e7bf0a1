import type { SetupStep } from '@traffic/contract';
import type { HookState } from '../crm/index.ts';
import type { SetupFacts } from './setup-facts.ts';

type Said = Omit<SetupStep, 'key' | 'at'> & { at?: Date | null };

/** What each step of the first run is now. Sentences are Russian; the order is that of setting up. */
export function judgeSteps(facts: SetupFacts): SetupStep[] {
  const steps: [SetupStep['key'], Said][] = [
    ['amocrm', amocrm(facts)],
    ['webhooks', webhooks(facts)],
    ['first_hook', firstHook(facts)],
    ['products', products(facts)],
    ['meta', meta(facts)],
    ['accounts', accounts(facts)],
    ['rates', rates(facts)],
    ['telegram', telegram(facts)],
    ['first_lead', firstLead(facts)],
    ['first_sale', firstSale(facts)],
    ['users', users(facts)],
  ];
  return steps.map(([key, { at, ...said }]) => ({ key, ...said, at: at?.toISOString() ?? null }));
}

const done = (message: string, at: Date | null = null): Said => ({
  ...{ state: 'done', message, at },
  ...{ cause: null, action: null, page: null },
});
type Open = { message: string; cause: string; action?: string; page?: SetupStep['page'] };
const open = (state: SetupStep['state'], { message, cause, action, page }: Open): Said => ({
  ...{ state, message, cause },
  ...{ action: action ?? null, page: page ?? null },
});

const LOOK = { action: 'Посмотрите причину в «Интеграциях»', page: 'integrations' } as const;

function amocrm({ amocrm: crm }: SetupFacts): Said {
  if (crm.status === 'not_configured')
    return open('todo', {
      message: 'AmoCRM не подключён',
      cause: 'Не заданы домен и токен',
      action: 'Задайте AMOCRM_DOMAIN и AMOCRM_ACCESS_TOKEN и перезапустите сервер',
    });
  if (crm.answers) return done('AmoCRM отвечает');
  if (!crm.asked)
    return open('waiting', {
      message: 'Проверяем доступ к AmoCRM',
      cause: 'Первая проверка идёт сразу после запуска',
    });
  return open('failed', { message: crm.message, cause: 'Последний запрос к AmoCRM не удался', ...LOOK });
}

const BROKEN_HOOKS: readonly [HookState, Open][] = [
  [
    'disabled',
    {
      message: 'AmoCRM отключил наш вебхук',
      cause: 'Так бывает, когда сервер долго не отвечал',
      action: 'Включите вебхук: npm run amocrm:subscribe',
    },
  ],
  [
    'wrong_secret',
    {
      message: 'Вебхук подписан с другим секретом',
      cause: 'Такие вызовы мы не принимаем',
      action: 'Подпишите вебхук заново: npm run amocrm:subscribe',
    },
  ],
  [
    'incomplete',
    {
      message: 'Вебхук подписан не на все события сделок',
      cause: 'Без них мы не узнаем о части изменений',
      action: 'Подпишите вебхук заново: npm run amocrm:subscribe',
    },
  ],
];

function webhooks({ amocrm: crm, webhooks: verdicts, first_hook: first }: SetupFacts): Said {
  if (verdicts?.some(({ state }) => state === 'ok')) return done('AmoCRM подписан на наш адрес');
  const broken = BROKEN_HOOKS.find(([state]) => verdicts?.some((verdict) => verdict.state === state));
  if (broken) return open('failed', broken[1]);
  if (verdicts !== null)
    return open('todo', {
      message: 'AmoCRM не подписан на наш адрес',
      cause: 'В аккаунте нет вебхука с этим адресом',
      action: 'Подпишите вебхук: npm run amocrm:subscribe',
    });
  if (first !== null) return done('Вебхуки приходят');
  if (crm.status === 'not_configured')
    return open('todo', {
      message: 'Подписка на вебхуки не проверена',
      cause: 'AmoCRM не подключён, спросить некого',
      action: 'Сначала подключите AmoCRM',
    });
  return open('waiting', {
    message: 'Проверяем подписку на вебхуки',
    cause: 'Подписка проверяется раз в час и сразу после запуска',
  });
}

function firstHook(facts: SetupFacts): Said {
  if (facts.first_hook !== null) return done('Первый вебхук получен', facts.first_hook);
  if (facts.refused_hooks > 0)
    return open('failed', {
      message: `Отклонено вебхуков с неверным секретом: ${facts.refused_hooks}`,
      cause: 'Секрет в адресе вебхука не тот, что в AMOCRM_WEBHOOK_SECRET',
      action: 'Исправьте адрес вебхука в AmoCRM',
    });
  const action = 'Измените любую тестовую сделку в AmoCRM';
  const subscribed = facts.webhooks?.some(({ state }) => state === 'ok') ?? false;
  return open(subscribed ? 'waiting' : 'todo', {
    message: 'Вебхуков ещё не было',
    ...(subscribed
      ? { cause: 'Первый придёт с первым изменением любой сделки', action }
      : { cause: 'AmoCRM не подписан на наш адрес', action: 'Сначала подпишите вебхук' }),
  });
}

function products(facts: SetupFacts): Said {
  if (facts.products === 0)
    return open('todo', {
      message: 'Продукты не заданы',
      cause: 'Конфигурация школы не загружена',
      action: 'Задайте PRESET с продуктами и воронками и перезапустите сервер',
    });
  if (facts.unmapped > 0)
    return open('todo', {
      message: `Воронки с продажами без продукта: ${facts.unmapped}`,
      cause: 'Их продажи считаются как «Другое»',
      ...{ action: 'Скажите, что продаёт каждая воронка', page: 'products' },
    });
  return done('У каждой воронки с продажами есть продукт');
}

function meta({ meta: facebook, accounts: included }: SetupFacts): Said {
  if (facebook.status === 'not_configured')
    return open('todo', {
      message: 'Meta не подключена',
      cause: 'Не задан токен',
      action: 'Задайте FB_ACCESS_TOKEN и перезапустите сервер',
    });
  if (facebook.status === 'online') return done('Meta отвечает');
  if (facebook.status === 'degraded' && !facebook.asked)
    return open('waiting', {
      message: included === 0 ? 'Ищем рекламные кабинеты в Meta' : 'Читаем расходы из Meta',
      cause: 'Первое чтение начинается сразу после запуска',
    });
  return open('failed', { message: facebook.message, cause: 'Последнее чтение Meta не удалось', ...LOOK });
}

function accounts({ accounts: included, unbound, meta: { status } }: SetupFacts): Said {
  if (included === 0)
    return status === 'not_configured'
      ? open('todo', {
          message: 'Рекламных кабинетов ещё нет',
          cause: 'Meta не подключена',
          action: 'Сначала подключите Meta',
        })
      : open('waiting', {
          message: 'Рекламных кабинетов ещё нет',
          cause: 'Они появятся после первого чтения Meta',
        });
  if (unbound > 0)
    return open('todo', {
      message: `Кабинеты без команды: ${unbound} из ${included}`,
      cause: 'Их расход останется в «Не распределено», если команду не скажут правила',
      ...{ action: 'Закрепите кабинеты за командами', page: 'facebook' },
    });
  return done(`Все кабинеты закреплены за командами: ${included}`);
}

function rates(facts: SetupFacts): Said {
  if (facts.unconverted)
    return open('failed', {
      message: 'Часть расхода не переведена в тенге',
      cause: 'За эти дни нет курса, поэтому расход за них неизвестен',
      ...{ action: 'Добавьте курс', page: 'rates' },
    });
  if (facts.rates) return done('Курсы валют загружены');
  if (facts.accounts > 0 && facts.foreign_money === 0) return done('Все кабинеты в тенге, курс не нужен');
  if (facts.ratesConfigured)
    return open('waiting', {
      message: 'Курсов ещё нет',
      cause: 'Они загрузятся вместе с первым расходом в другой валюте',
    });
  return open('todo', {
    message: 'Курсы валют не подключены',
    cause: 'Адрес RATES_URL не задан',
    ...{ action: 'Задайте RATES_URL или внесите курс вручную', page: 'rates' },
  });
}

function telegram({ telegram: { status, message } }: SetupFacts): Said {
  if (status === 'online') return done('Telegram принимает сообщения');
  if (status === 'not_configured')
    return open('todo', {
      message: 'Telegram не подключён',
      cause: 'Не заданы бот и чаты',
      action: 'Задайте TELEGRAM_BOT_TOKEN и TELEGRAM_CHAT_IDS и перезапустите сервер',
    });
  return open(status === 'offline' ? 'failed' : 'todo', {
    message,
    cause: 'Telegram ещё не подтвердил ни одного сообщения',
    ...{ action: 'Отправьте проверочное сообщение', page: 'notifications' },
  });
}

function firstLead({ first_lead: at }: SetupFacts): Said {
  if (at !== null) return done('Первый лид получен', at);
  return open('todo', {
    message: 'Лидов ещё не было',
    cause: 'С лендингов не пришло ни одной заявки',
    ...{ action: 'Выпустите ключ лендинга и отправляйте заявки на POST /api/landing/leads', page: 'tokens' },
  });
}

function firstSale({ first_sale: at, amocrm: crm }: SetupFacts): Said {
  if (at !== null) return done('Первая продажа записана', at);
  const message = 'Продаж ещё не было';
  if (crm.status === 'not_configured')
    return open('todo', { message, cause: 'AmoCRM не подключён', action: 'Сначала подключите AmoCRM' });
  return open('waiting', {
    message,
    cause: 'Первая появится с первой выигранной сделкой',
    action: 'Прошлые продажи загрузит npm run import:amocrm',
  });
}

function users({ admins, teams_alone: alone }: SetupFacts): Said {
  if (admins < 2)
    return open('todo', {
      message: 'Администратор пока один',
      cause: 'Если он потеряет доступ, впустить остальных будет некому',
      ...{ action: 'Пригласите второго администратора', page: 'users' },
    });
  if (alone > 0)
    return open('todo', {
      message: `Команды без своего таргетолога: ${alone}`,
      cause: 'Их кабинеты видят только администратор и аналитик',
      ...{ action: 'Пригласите таргетологов', page: 'users' },
    });
  return done('У каждой команды есть свой человек');
}
