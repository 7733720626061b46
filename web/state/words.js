/**
 * Texts of the page in one language: the chrome's (locales/) and the experiment's own, with
 * numbers and plurals as the language writes them.
 *
 * A text may hold `{name}` and `{name:form}`; forms are those of `FORMS` below. A text which
 * depends on a number is an object by plural category: {"by": "n", "one": "{n} run", ...}.
 *
 * @typedef {string | (Record<string, string> & {by: string})} Message
 * @typedef {Record<string, any>} Values
 */

import { stressed } from './stress.js';

export const LANGUAGES = Object.freeze(['en', 'ru']);

/**
 * @param {readonly (string | null | undefined)[]} wishes most important first
 * @returns {string} the first language that the lab speaks, English if it speaks none of them
 */
export function chooseLanguage(wishes) {
  for (const wish of wishes) {
    const base = wish?.toLowerCase().split('-')[0];
    if (base && LANGUAGES.includes(base)) return base;
  }
  return LANGUAGES[0];
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** @param {number} exponent @returns {string} 10⁻⁷ */
export const power = (exponent) =>
  `10${String(exponent).replace(/[-\d]/g, (sign) => (sign === '-' ? '⁻' : RAISED[Number(sign)]))}`;

/**
 * @param {Words} words
 * @param {number} value not zero
 * @param {number} digits after the point
 */
export function scientific(words, value, digits) {
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  return `${words.number(value / 10 ** exponent, digits, digits)}·${power(exponent)}`;
}

/** @type {Intl.DateTimeFormatOptions} */
const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

/** @type {Record<string, (words: Words, value: any, values: Values) => string>} */
const FORMS = {
  percent: (words, value) => `${words.number(100 * value, 1, 1)}\u00a0%`,
  step: (words, value) => words.significant(value),
  rate: (words, value) => words.number(value, 3, 3),
  size: (words, value) => scientific(words, value, 1),
  // "> 10" for something that did not happen by then.
  end: (words, value, { end }) =>
    Number.isFinite(value) ? words.number(value, 2) : `> ${words.number(end, 0)}`,
  list: (words, value) => value.map((/** @type {number} */ v) => words.number(v)).join(', '),
  time: (words, value) => new Intl.DateTimeFormat(words.lang, CLOCK).format(value),
};

export class Words {
  /** @type {Map<string, Intl.NumberFormat>} */
  #formats = new Map();
  #plural;

  /**
   * @param {string} lang
   * @param {Record<string, Message>} messages
   * @param {import('./stress.js').Stress | ''} [stress] for tests
   */
  constructor(lang, messages, stress = '') {
    this.lang = lang;
    this.messages = messages;
    this.stress = stress;
    this.#plural = new Intl.PluralRules(lang);
  }

  /**
   * @param {string} key
   * @param {Values} [values]
   * @returns {string} the key itself if there is no such text
   */
  text(key, values = {}) {
    const message = this.messages[key];
    if (message === undefined) return key;
    const chosen =
      typeof message === 'string'
        ? message
        : (message[this.#plural.select(Number(values[message.by]))] ?? message.other);
    const text = chosen.replace(/\{(\w+)(?::(\w+))?\}/g, (_, name, form) => {
      const value = values[name];
      if (form) return FORMS[form](this, value, values);
      return typeof value === 'number' ? this.number(value) : String(value ?? '');
    });
    return stressed(text, this.stress);
  }

  /**
   * A sentence that an experiment says about itself.
   *
   * @param {string} text
   */
  phrase(text) {
    return stressed(text, this.stress);
  }

  /** @param {string} key */
  has(key) {
    return key in this.messages;
  }

  /**
   * @param {number} value
   * @param {number} [digits] at most so many after the point
   * @param {number} [least] at least so many
   */
  number(value, digits = 2, least = 0) {
    const format = this.#format(`${digits} ${least}`, {
      maximumFractionDigits: digits,
      minimumFractionDigits: least,
    });
    return format.format(value).replace('-', '−');
  }

  /**
   * A number whose size is open, such as a step size: two digits that count.
   *
   * @param {number} value
   * @param {number} [digits]
   */
  significant(value, digits = 2) {
    return this.#format(`s${digits}`, {
      minimumSignificantDigits: digits,
      maximumSignificantDigits: Math.max(digits, 3),
    })
      .format(value)
      .replace('-', '−');
  }

  /**
   * A number as somebody would type it: all its digits, in no groups.
   *
   * @param {unknown} value
   */
  typed(value) {
    const sign = this.number(0.5).charAt(1);
    return typeof value === 'number' ? String(value).replace('.', sign) : String(value);
  }

  /**
   * Reads a number as a person of this language may write it.
   *
   * @param {string} text
   * @returns {number} NaN if it is none
   */
  parse(text) {
    const plain = text
      .trim()
      .replace(/[\s\u00a0\u202f]/g, '')
      .replace(',', '.')
      .replace('−', '-');
    return plain === '' ? NaN : Number(plain);
  }

  /**
   * @param {string} key
   * @param {Intl.NumberFormatOptions} options
   */
  #format(key, options) {
    let format = this.#formats.get(key);
    if (!format) {
      format = new Intl.NumberFormat(this.lang, options);
      this.#formats.set(key, format);
    }
    return format;
  }
}
