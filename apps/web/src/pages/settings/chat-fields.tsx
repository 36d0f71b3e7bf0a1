import type { ChatLanguage, TeamRef } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { teamsQuery } from '../../lib/queries.ts';
import { Field, Select } from '../../widgets/admin/form.tsx';
import { useTelegramTexts } from './telegram-texts.ts';

const LANGUAGES: readonly ChatLanguage[] = ['ru', 'kk', 'en'];
/** The value of «Все команды»; no team has an empty slug. */
const EVERYBODY = '';

/** Whose figures a chat gets and in which language. */
export function ChatFields({ team, language }: { team: TeamRef | null; language: ChatLanguage }) {
  const t = useTelegramTexts();
  const teams = useQuery(teamsQuery);
  return (
    <>
      <Field label={t('whose')}>
        <Select name="team" defaultValue={team?.slug ?? EVERYBODY} key={teams.data ? 'teams' : 'none'}>
          <option value={EVERYBODY}>{t('everybody')}</option>
          {teams.data?.teams.map(({ slug, name }) => (
            <option key={slug} value={slug}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('language')}>
        <Select name="language" defaultValue={language}>
          {LANGUAGES.map((one) => (
            <option key={one} value={one} lang={one}>
              {t(`languages.${one}`)}
            </option>
          ))}
        </Select>
      </Field>
    </>
  );
}

/** What the fields hold now. */
export function readChatFields(form: FormData): { team: string | null; language: ChatLanguage } {
  const team = form.get('team');
  return {
    team: typeof team === 'string' && team !== EVERYBODY ? team : null,
    language: LANGUAGES.find((one) => one === form.get('language')) ?? 'ru',
  };
}
