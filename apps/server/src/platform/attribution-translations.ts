/** Messages of rules, people and sources of leads; see translations.ts. */
export const ATTRIBUTION_TRANSLATIONS: readonly (readonly [ru: string, kk: string, en: string])[] = [
  ['Пересчёт отменён', 'Қайта есептеу тоқтатылды', 'The recalculation was cancelled'],
  ['Пересчёт уже закончен', 'Қайта есептеу аяқталып қойған', 'The recalculation is over already'],
  ['Такой сделки нет', 'Мұндай мәміле жоқ', 'There is no such deal'],
  ['Такой заявки нет', 'Мұндай өтінім жоқ', 'There is no such lead'],
  ['Такого дня у этого объявления нет', 'Бұл хабарландыруда мұндай күн жоқ', 'This ad has no such day'],
  [
    'Сделка уже закреплена за этой командой',
    'Мәміле бұл командаға бекітіліп қойған',
    'The deal is assigned to this team already',
  ],
  [
    'Эта сделка ни за кем не закреплена',
    'Бұл мәміле ешкімге бекітілмеген',
    'This deal is assigned to nobody',
  ],
  ['Расходов такой кампании нет', 'Мұндай науқанның шығыны жоқ', 'There is no spend of this campaign'],
  [
    'Такого закрепления кампании нет',
    'Науқанның мұндай бекітілуі жоқ',
    'The campaign has no such assignment',
  ],
  ['Начало должно быть раньше конца', 'Басы соңынан ерте болуы керек', 'The start must be before the end'],
  [
    'Эти дни кампании уже закреплены: снимите прежнее закрепление',
    'Науқанның бұл күндері бекітіліп қойған: алдыңғысын алып тастаңыз',
    'These days of the campaign are assigned already: remove that assignment first',
  ],
  ['Такого объединения нет', 'Мұндай біріктіру жоқ', 'There is no such merge'],
  ['Это объединение уже отменено', 'Бұл біріктіру кері қайтарылған', 'This merge is undone already'],
  [
    'База Tripwire не подключена: задайте TRIPWIRE_DATABASE_URL',
    'Tripwire базасы қосылмаған: TRIPWIRE_DATABASE_URL көрсетіңіз',
    'The Tripwire database is not connected: set TRIPWIRE_DATABASE_URL',
  ],
  [
    'База Tripwire не читается: проверьте адрес и столбцы в настройках источника',
    'Tripwire базасы оқылмайды: көз баптауларындағы мекенжай мен бағандарды тексеріңіз',
    'The Tripwire database cannot be read: check its address and columns in the settings of the source',
  ],
  [
    'Слишком много запросов: отправляйте заявки пачками до 500',
    'Сұраулар тым көп: өтінімдерді 500-ге дейін топтап жіберіңіз',
    'Too many requests: send leads in batches of up to 500',
  ],
  ['Такого пересчёта нет', 'Мұндай қайта есептеу жоқ', 'There is no such recalculation'],
  ['Черновика правил нет', 'Ережелер жобасы жоқ', 'There is no draft of the rules'],
  [
    'Черновик изменился: посмотрите предпросмотр ещё раз',
    'Жоба өзгерді: алдын ала қарауды қайта ашыңыз',
    'The draft has changed: look at the preview again',
  ],
  [
    'Черновик уже изменил кто-то другой: откройте его заново',
    'Жобаны басқа біреу өзгертіп қойды: оны қайта ашыңыз',
    'Somebody else changed the draft: open it again',
  ],
  [
    'Отменять нечего: эта версия правил первая',
    'Кері қайтаратын ештеңе жоқ: бұл ережелердің бірінші нұсқасы',
    'There is nothing to undo: this is the first version of the rules',
  ],
  [
    'Другая версия правил сейчас применяется или отменяется',
    'Қазір ережелердің басқа нұсқасы қолданылып не кері қайтарылып жатыр',
    'Another version of the rules is being applied or undone now',
  ],
  [
    'За это время вступила в силу другая версия правил',
    'Осы уақытта ережелердің басқа нұсқасы күшіне енді',
    'Another version of the rules came into force meanwhile',
  ],
  [
    'В значении правила нет ни буквы, ни цифры: оно не сработает',
    'Ереже мәнінде әріп те, сан да жоқ: ол жұмыс істемейді',
    'The value of the rule has no letter and no digit: it can match nothing',
  ],
  [
    'Правило кончается раньше, чем начинается',
    'Ереже басталмай тұрып аяқталады',
    'The rule ends before it begins',
  ],
  [
    'Команда с таким именем или адресом уже есть',
    'Мұндай атауы не мекенжайы бар команда бар',
    'There is a team with this name or address already',
  ],
];
