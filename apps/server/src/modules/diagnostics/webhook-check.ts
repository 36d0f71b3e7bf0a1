import type { DiagnosticCheck } from '@traffic/contract';
import { error, ok, warning } from './check.ts';

/** The comparison with the CRM runs hourly; a day without one is no proof any more. */
const PROOF_MS = 26 * 3_600_000;

export type WebhookFacts = {
  configured: boolean;
  /** Addresses of ours that AmoCRM does not call as it should; null before the first look. */
  brokenHooks: string[] | null;
  /** Pipelines that sell this product. */
  pipelines: string[];
  /**
   * The last comparison with the CRM: its own count of won deals here (null = it did not count), our count of the same
   * time, of how many of ours a hook told us, how many the comparison had to add, and how many still differ.
   */
  compared: {
    at: Date;
    crm: number | null;
    ours: number;
    heard: number;
    missed: number;
    remaining: number;
  } | null;
  lastDeliveryAt: Date | null;
};

/**
 * Whether every sale of a product reaches us by webhook. That rows exist proves nothing: the CRM's own count of the
 * product's pipelines is what they are held against.
 */
export function judgeWebhook(name: string, facts: WebhookFacts, now: Date): DiagnosticCheck {
  const { configured, brokenHooks, pipelines, compared, lastDeliveryAt } = facts;
  const details = {
    pipelines,
    last_delivery_at: lastDeliveryAt?.toISOString() ?? null,
    compared_at: compared?.at.toISOString() ?? null,
    crm_sales: compared?.crm ?? null,
    our_sales: compared?.ours ?? null,
    told_by_webhooks: compared?.heard ?? null,
    missed_by_webhooks: compared?.missed ?? null,
    broken_hooks: brokenHooks,
  };
  if (pipelines.length === 0)
    return error(
      name,
      {
        message: 'Ни одна воронка не продаёт этот продукт',
        cause: 'В настройках продукту не назначена воронка AmoCRM',
        action: 'Назначьте воронку на странице «Настройки», «Продукты и воронки»',
      },
      details,
    );
  if (!configured)
    return warning(
      name,
      {
        message: 'Вебхуки не с чем сравнить: AmoCRM не подключён',
        cause: 'Нет ключа AmoCRM, поэтому её собственный счёт продаж неизвестен',
        action: 'Задайте AMOCRM_DOMAIN и токен',
      },
      details,
    );
  if (brokenHooks !== null && brokenHooks.length > 0)
    return error(
      name,
      {
        message: `AmoCRM не шлёт нам всё, что нужно: ${brokenHooks.join(', ')}`,
        cause: 'Подписка на вебхуки отключена, неполная или с чужим секретом',
        action: 'Выполните npm run amocrm:subscribe',
      },
      details,
    );
  if (compared === null || compared.crm === null || now.getTime() - compared.at.getTime() > PROOF_MS)
    return warning(
      name,
      {
        message: 'Счёт AmoCRM давно не сверяли',
        cause: 'За последние сутки нет ни одной законченной сверки',
        action: 'Нажмите «Сверить сейчас» на странице «Интеграции»',
      },
      details,
    );
  if (compared.remaining > 0)
    return error(
      name,
      {
        message: `После сверки с AmoCRM расходятся сделки: ${compared.remaining}`,
        cause: 'Эти сделки не удалось записать так, как они стоят в AmoCRM',
        action: 'Откройте последнюю сверку на странице «Интеграции»',
      },
      details,
    );
  // A sale may have come or been taken back since; one that the CRM counted and we do not have is what counts.
  if (compared.crm > compared.ours)
    return error(
      name,
      {
        message: `В AmoCRM продаж: ${compared.crm}, у нас: ${compared.ours}`,
        cause: 'В этих воронках AmoCRM считает больше выигранных сделок, чем записано',
        action: 'Нажмите «Сверить сейчас» на странице «Интеграции»',
      },
      details,
    );
  if (compared.missed > 0)
    return warning(
      name,
      {
        message: `Вебхуки не принесли продаж: ${compared.missed}; сверка их добавила`,
        cause: 'AmoCRM не прислала эти события или мы были недоступны',
        action: 'Проверьте, что адрес открыт из интернета, и повторите сверку',
      },
      details,
    );
  if (compared.crm > 0 && compared.heard === 0)
    return warning(
      name,
      {
        message: `В AmoCRM продаж: ${compared.crm}; вебхуки не принесли ни одной`,
        cause: 'Все прочитаны из AmoCRM: вебхуки подключили позже, или они не доходят',
        action: 'Проведите тестовую сделку и посмотрите страницу «Вебхуки»',
      },
      details,
    );
  return ok(
    name,
    `Сверено с AmoCRM: продаж ${compared.crm}, из них вебхуками ${compared.heard}, потерь нет`,
    details,
  );
}
