const LATIN: Readonly<Record<string, string>> = {
  ...{
    а: 'a',
    ә: 'a',
    б: 'b',
    в: 'v',
    г: 'g',
    ғ: 'g',
    д: 'd',
    е: 'e',
    ё: 'e',
    ж: 'zh',
    з: 'z',
    и: 'i',
    й: 'i',
  },
  ...{
    к: 'k',
    қ: 'k',
    л: 'l',
    м: 'm',
    н: 'n',
    ң: 'n',
    о: 'o',
    ө: 'o',
    п: 'p',
    р: 'r',
    с: 's',
    т: 't',
    у: 'u',
  },
  ...{
    ұ: 'u',
    ү: 'u',
    ф: 'f',
    х: 'h',
    һ: 'h',
    ц: 'c',
    ч: 'ch',
    ш: 'sh',
    щ: 'sh',
    ъ: '',
    ы: 'y',
    і: 'i',
    ь: '',
  },
  ...{ э: 'e', ю: 'yu', я: 'ya' },
};

/** A team's address from its name, in Latin letters: "Кенесары 2" is "kenesary-2". Null when nothing is left of it. */
export function slugOf(name: string): string | null {
  const latin = Array.from(name.toLowerCase(), (letter) => LATIN[letter] ?? letter).join('');
  const slug = latin
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  return slug === '' ? null : slug;
}
