import { definePageTexts, textsOf } from '../../lib/page-texts.ts';

export const tokenTexts = definePageTexts({
  ru: {
    made: 'Создан',
    used: 'Последний раз',
    never: 'ни разу',
    state: 'Состояние',
    active: 'действует',
    revoked: 'отозван {{at}}',
    revoke: 'Отозвать',
    revokeTitle: 'Отозвать «{{name}}»?',
    revokeText: 'Всё, что пользуется этим ключом, перестанет работать сразу.',
    kept: 'Ключ сохранён',
    create: 'Создать ключ',
  },
  kk: {
    made: 'Жасалды',
    used: 'Соңғы рет',
    never: 'ешқашан',
    state: 'Күйі',
    active: 'жарамды',
    revoked: '{{at}} қайтарып алынды',
    revoke: 'Қайтарып алу',
    revokeTitle: '«{{name}}» кілтін қайтарып аласыз ба?',
    revokeText: 'Осы кілтті қолданатынның бәрі бірден тоқтайды.',
    kept: 'Кілт сақталды',
    create: 'Кілт жасау',
  },
  en: {
    made: 'Made',
    used: 'Last used',
    never: 'never',
    state: 'State',
    active: 'active',
    revoked: 'revoked {{at}}',
    revoke: 'Revoke',
    revokeTitle: 'Revoke “{{name}}”?',
    revokeText: 'Everything that uses this key stops working at once.',
    kept: 'I have kept it',
    create: 'Create a key',
  },
});

/** Texts that a person's own keys and the keys of the academy share. */
export const useTokenTexts = textsOf('tokens', tokenTexts);
