import { definePageTexts, textsOf } from '../../lib/page-texts.ts';

export const adminTexts = definePageTexts({
  ru: {
    cancel: 'Отмена',
    save: 'Сохранить',
    edit: 'Изменить',
    close: 'Закрыть',
    all: 'Все',
    more: 'Показать ещё',
    invalid: 'Проверьте это значение.',
    closedTitle: 'Страница администратора',
    closed: 'Здесь меняют настройки. Если вам нужно сюда, попросите администратора изменить роль.',
    readOnly: 'Вы смотрите как аналитик: всё видно, изменить может администратор.',
  },
  kk: {
    cancel: 'Болдырмау',
    save: 'Сақтау',
    edit: 'Өзгерту',
    close: 'Жабу',
    all: 'Барлығы',
    more: 'Тағы көрсету',
    invalid: 'Бұл мәнді тексеріңіз.',
    closedTitle: 'Әкімші беті',
    closed: 'Мұнда баптаулар өзгертіледі. Қажет болса, әкімшіден рөліңізді өзгертуді сұраңыз.',
    readOnly: 'Сіз талдаушы ретінде қарап отырсыз: бәрі көрінеді, өзгертуді әкімші жасайды.',
  },
  en: {
    cancel: 'Cancel',
    save: 'Save',
    edit: 'Edit',
    close: 'Close',
    all: 'All',
    more: 'Show more',
    invalid: 'Check this value.',
    closedTitle: 'An administrator’s page',
    closed: 'Settings are changed here. If you need it, ask an administrator to change your role.',
    readOnly: 'You are looking as an analyst: everything is visible, an administrator makes changes.',
  },
});

/** Texts that the pages of the Admin Panel share. */
export const useAdminTexts = textsOf('admin', adminTexts);
