import { definePageTexts, textsOf } from '../../lib/page-texts.ts';

export const loginTexts = definePageTexts({
  ru: {
    title: 'Вход',
    lead: 'Чья реклама принесла продажу, сколько она стоила и что вернула.',
    email: 'Почта',
    password: 'Пароль',
    submit: 'Войти',
    wrong: 'Почта или пароль не подходят.',
    fill: 'Введите почту и пароль.',
    tooMany: 'Слишком много попыток. Подождите минуту и повторите.',
  },
  kk: {
    title: 'Кіру',
    lead: 'Сатылым кімнің жарнамасынан келді, қанша тұрды және не қайтарды.',
    email: 'Пошта',
    password: 'Құпиясөз',
    submit: 'Кіру',
    wrong: 'Пошта немесе құпиясөз дұрыс емес.',
    fill: 'Пошта мен құпиясөзді енгізіңіз.',
    tooMany: 'Тым көп әрекет жасалды. Бір минут күтіп, қайталаңыз.',
  },
  en: {
    title: 'Sign in',
    lead: 'Whose ads brought the sale, what it cost and what it returned.',
    email: 'E-mail',
    password: 'Password',
    submit: 'Sign in',
    wrong: 'E-mail or password does not match.',
    fill: 'Enter e-mail and password.',
    tooMany: 'Too many attempts. Wait a minute and retry.',
  },
});

/** Texts of the sign-in page. */
export const useLoginTexts = textsOf('login', loginTexts);
