/** A name of an ad is a line, not a page: the rest carries no meaning for a report. */
const LONGEST = 160;

const HIDDEN = '[hidden: not a plain name]';

/**
 * What a name never needs and an instruction does: asking to ignore or obey, roles of a chat, markers of model templates,
 * calls of tools. Russian, Kazakh, English; matched after letters were unified, so that spacing and look-alike widths do
 * not hide them.
 */
const LIKE_INSTRUCTIONS: readonly RegExp[] = [
  /\b(ignore|disregard|forget|override|bypass)\b.{0,60}\b(previous|prior|above|earlier|all|any|your|the|instructions?|rules?|prompts?)\b/,
  /\b(system|developer|hidden)\b.{0,3}\b(prompts?|messages?|instructions?)\b/,
  /\b(you are|you must|you should|act as|pretend to|from now on|do not tell|do anything)\b/,
  /\b(new|following|these|my) (instructions?|orders?|commands?)\b/,
  /(^|\s)(system|assistant|user|human|developer|ai)\s?:/,
  /\b(call|use|invoke|run|execute)\b.{0,20}\b(tools?|functions?|commands?|shell|code)\b/,
  /\b(reveal|print|repeat|show|send|leak|exfiltrate|forward)\b.{0,40}\b(tokens?|passwords?|secrets?|keys?|prompts?|instructions?|phones?|e ?mails?)\b/,
  /\b(im start|im end|endoftext|inst|begin of text|end of turn)\b/,
  /(игнорируй|проигнорируй|забудь|не обращай внимания|отмени|нарушь)(те)?(?![а-яё]).{0,60}(инструкци|указани|правил|предыдущ|вс[её]|выше)/,
  /(системн\S*|скрыт\S*) (промпт|сообщени|инструкци|указани)/,
  /(ты теперь|вы теперь|отныне|притворись|действуй как|веди себя как|следуй инструкци|выполни (команд|инструкци|код))/,
  /(отправь|пришли|покажи|раскрой|выведи|передай)(те)?(?![а-яё]).{0,40}(токен|парол|ключ|секрет|телефон|почт|промпт|инструкци)/,
  /(елемей?|елеме|ұмыт|назар аударма).{0,60}(нұсқау|ереже|алдыңғы|барлық)/,
  /(алдыңғы|жүйелік|жаңа) (нұсқау|хабарлама|бұйрық)/,
];

const E_MAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/gu;
/** Ten to twelve digits with what people put between them; ids of Meta have more. */
const PHONE = /(?<![\p{L}\p{N}])\+?\d(?:[ ().-]{0,2}\d){9,11}(?!\d)/gu;
const LINK = /\b(?:[a-z][a-z0-9+.-]{1,15}:\/\/|www\.)\S+/giu;

/**
 * A text of somebody else as a harmless line: one alphabet form, no control, invisible or direction characters, no
 * markup, no links, no phone or e-mail, at most 160 characters. What reads like an instruction is hidden whole: a model
 * sees what it was, not what it said.
 */
export function plainText(text: string): string {
  const visible = unify(text)
    .slice(0, 4 * LONGEST)
    // Accents are part of their letter by now: a mark that still stands alone is a way to hide a word.
    .replaceAll(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{M}]/gu, '');
  if (readsLikeInstruction(visible)) return HIDDEN;
  const line = visible
    .replaceAll(LINK, '[link]')
    .replaceAll(E_MAIL, '•••')
    .replaceAll(PHONE, '•••')
    .replaceAll('|', '/')
    // Markup, quotes that end a string, and whatever is no letter, digit or plain sign.
    .replaceAll(/[^\p{L}\p{N}\p{Extended_Pictographic} .,:;()+/&%№_?'@•[\]=−–—-]/gu, ' ')
    .replaceAll(/\[(?!link\])|(?<!\[link)\]/g, ' ')
    .replaceAll(/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** Wide, circled and other forms of a letter become the letter; the sign № would become "No". */
function unify(text: string): string {
  const parts = text.split('№').map((part) => part.normalize('NFKC'));
  return parts.join('№');
}

function readsLikeInstruction(text: string): boolean {
  const words = text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}:]+/gu, ' ')
    .trim();
  return LIKE_INSTRUCTIONS.some((pattern) => pattern.test(words));
}
