import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { at } from '../lib/paths.mjs';
import { listFiles } from './files.mjs';

/** @typedef {typeof import('typescript')} Parser */

/**
 * Read when the check runs: on a fresh clone it is installed only then, and scripts start without it.
 *
 * @returns {Promise<Parser>}
 */
export async function loadParser() {
  const file = pathToFileURL(at('node_modules', 'typescript', 'lib', 'typescript.js'));
  return (await import(file.href)).default;
}

/** Attributes that are read by people. */
const SPOKEN = new Set([
  'aria-label',
  'aria-description',
  'aria-valuetext',
  'alt',
  'label',
  'placeholder',
  'title',
]);
/** Two letters in a row are a word; units and marks such as `×`, `₸` or `%` are not. */
const word = /\p{L}{2,}/u;
/** A word in Cyrillic is one for people, wherever it stands; in Latin letters it may be a class or a key. */
const cyrillic = /\p{Script=Cyrillic}{2,}/u;
/** Said the same in every language: a key's own name, the start of an address. */
const universal = new Set(['Ctrl K', 'https://']);
/** As in lessons.mjs: the line above says why it is right here. */
const vouched = /\/\/ allowed: \S/;

/**
 * Words on the screen that no translation can reach: text between tags, a spoken attribute, a Cyrillic string in code.
 *
 * @param {Parser} ts
 * @param {string} path relative to the root
 * @param {string} text the file's content
 * @returns {string[]} `path:line: words`, one per place
 */
export function findHardCodedTexts(ts, path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const lines = text.split('\n');
  /** @type {string[]} */
  const found = [];
  /** @param {import('typescript').Node} node */
  const visit = (node) => {
    const words = wordsOf(ts, node);
    if (words !== null) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      if (!vouched.test(lines[line - 1] ?? ''))
        found.push(`${path}:${line + 1}: «${words}» is not translated`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/**
 * @param {Parser} ts
 * @param {import('typescript').Node} node
 * @returns {string | null} the words of this node that people would read
 */
function wordsOf(ts, node) {
  if (ts.isJsxText(node)) return word.test(node.text) ? node.text.trim() : null;
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateHead(node) && !ts.isTemplateMiddleOrTemplateTail(node))
    return null;
  if (ts.isImportDeclaration(node.parent)) return null;
  if (universal.has(node.text)) return null;
  return cyrillic.test(node.text) || (isSpoken(ts, node) && word.test(node.text)) ? node.text : null;
}

/**
 * Whether a string is the value of a spoken attribute, or a child of an element.
 *
 * @param {Parser} ts
 * @param {import('typescript').Node} node
 */
function isSpoken(ts, { parent }) {
  const holder = ts.isJsxExpression(parent) ? parent.parent : parent;
  if (ts.isJsxAttribute(holder)) return SPOKEN.has(holder.name.getText());
  return ts.isJsxExpression(parent) && (ts.isJsxElement(holder) || ts.isJsxFragment(holder));
}

/** Screens take their words from the catalogues: `locales` and the `texts.ts` beside each page. */
export async function hardCodedTexts() {
  const ts = await loadParser();
  return listFiles('apps/web', /^apps\/web\/src\/.*\.tsx?$/)
    .filter(
      (path) =>
        !/\.test\.tsx?$|\/locales\/|texts(-\w+)?\.ts$|\/lib\/locale-tables\.ts$|\/design\/sample\.ts$/.test(
          path,
        ),
    )
    .flatMap((path) => findHardCodedTexts(ts, path, readFileSync(at(path), 'utf8')));
}
