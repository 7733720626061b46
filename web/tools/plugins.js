/** The plugins of esbuild that give meaning to imports which are not JavaScript (modules.d.ts). */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderText } from './markdown.js';
import { packed } from './pack.js';
import { typeset } from './typeset.js';

/**
 * @typedef {import('esbuild').Plugin} Plugin
 */

const UNPACK = fileURLToPath(new URL('../core/unpack.js', import.meta.url));

/**
 * @type {Plugin} `import bytes from './core.wasm'`: a function that gives the bytes. They are
 * packed inside the bundle, because gzip finds little in base64 (core/unpack.js).
 */
export const wasm = {
  name: 'wasm',
  setup({ onResolve, onLoad }) {
    onLoad({ filter: /\.wasm$/, namespace: 'file' }, ({ path, suffix }) => {
      if (suffix) return undefined;
      const contents = `
        import { unpack } from ${JSON.stringify(UNPACK)};
        import packed from ${JSON.stringify(`${path}?packed`)};
        export default () => unpack(packed);`;
      return { contents, resolveDir: dirname(path) };
    });
    onResolve({ filter: /\.wasm\?packed$/ }, ({ path }) => ({
      path: path.replace('?packed', ''),
      suffix: '?packed',
    }));
    onLoad({ filter: /\.wasm$/, namespace: 'file' }, async ({ path, suffix }) => {
      if (suffix !== '?packed') return undefined;
      return { contents: await packed(path), loader: 'binary' };
    });
  },
};

/** Texts of what comes after what is seen first: of dialogs, of the verdict, of the report. */
const LATER_TEXTS =
  /^(assign|compare|compose|copy|log|report|share|verdict|data(?!\.(change|generated|label|own|summary)))\b/;

const FIRST_LANGUAGE = 'en.json';

/** Sections of an experiment's text that are below what is seen first. */
const LATER_SECTIONS = /^(why|next|surprise|claim|measured)(-|$)/;

/**
 * What may have a second line, so that line ends matter; not a label, which may head a column of CSV.
 * @param {unknown} text @returns {text is string}
 */
const isProse = (text) => typeof text === 'string' && text.length > 40;

/**
 * Texts by key as one object: esbuild would export each by its name as well. Where the page is
 * split, what is said later is imported as `en.json?later`; elsewhere there is nothing in that, and
 * all languages are in one file, where only the first has the keys, and the others the same order.
 * @param {readonly string[]} [without] groups of texts that are left out ("site" of "site.name")
 * @returns {Plugin}
 */
export const locales = (without = []) => ({
  name: 'locales',
  setup({ onResolve, onLoad, initialOptions }) {
    const split = initialOptions.splitting === true;
    onResolve({ filter: /\.json\?later$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace('?later', '')),
      suffix: '?later',
    }));
    onLoad(
      { filter: /[\\/]locales[\\/]\w+\.json$/, namespace: 'file' },
      async ({ path, suffix }) => {
        const texts = Object.entries(JSON.parse(await readFile(path, 'utf8')));
        const kept = texts.filter(
          ([key]) =>
            !without.includes(key.replace(/\..*/, '')) &&
            (split && LATER_TEXTS.test(key)) === (suffix === '?later'),
        );
        /** @type {[key: string, text: unknown][]} */
        const set = kept.map(([key, text]) => [key, isProse(text) ? typeset(text) : text]);
        const first = join(dirname(path), FIRST_LANGUAGE);
        if (split || suffix || path === first) {
          return { contents: json(Object.fromEntries(set)), loader: 'js' };
        }
        const all = Object.keys(JSON.parse(await readFile(first, 'utf8')));
        const same = texts.length === all.length && texts.every(([key], k) => key === all[k]);
        if (!same) throw new Error(`${path} has not the keys of ${FIRST_LANGUAGE} in their order`);
        return { contents: unkeyed(`./${FIRST_LANGUAGE}`, set), loader: 'js' };
      },
    );
  },
});

/** @type {Plugin} `import path from 'asset:./file'`: the file goes beside the script that asks. */
export const assets = {
  name: 'assets',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^asset:/ }, ({ path, importer }) => ({
      path: resolve(dirname(importer), path.slice('asset:'.length)),
      namespace: 'asset',
    }));
    onLoad({ filter: /.*/, namespace: 'asset' }, async ({ path }) => ({
      contents: await readFile(path),
      loader: 'file',
    }));
  },
};

/**
 * What belongs to the experiments of a list and is no JavaScript:
 *   import texts from 'experiments:texts'      by experiment and language, see markdown.js; what is
 *   import later from 'experiments:texts-later'  below what is seen first, where the page is split
 *   import sources from 'experiments:sources'  the C files that they show, by their path
 *   import heads from 'experiments:heads'      what an experiment asks, by experiment and language
 *   import drawings from 'experiments:drawings'  an SVG element for each, see drawings.js
 * Texts and sources are functions that import: a page which is split loads only those it shows.
 * @param {object} options
 * @param {readonly import('../experiments/experiment.js').Experiment[]} options.list
 * @param {string} options.folder with a folder for each experiment, and there en.md and so on
 * @param {string} options.c the folder c_src
 * @param {() => Promise<Record<string, string>>} options.drawings by experiment
 * @returns {Plugin}
 */
export function experimentParts({ list, folder, c, drawings }) {
  /**
   * @param {string} id
   * @param {string} lang
   */
  async function text(id, lang) {
    const path = join(folder, id, `${lang}.md`);
    try {
      return renderText(await readFile(path, 'utf8'));
    } catch (error) {
      throw new Error(`${path}: ${error}`, { cause: error });
    }
  }

  /** @param {string} id */
  async function languages(id) {
    const names = (await readdir(join(folder, id))).filter((name) => name.endsWith('.md'));
    return names.sort().map((name) => name.replace('.md', ''));
  }

  /** @param {string} id */
  async function head(id) {
    const entries = (await languages(id)).map(async (lang) => {
      const { title, lead } = await text(id, lang);
      return [lang, { title, lead }];
    });
    return [id, Object.fromEntries(await Promise.all(entries))];
  }

  const files = [...new Set(list.flatMap(({ sources }) => sources.map(({ file }) => file)))];
  /** @type {Record<string, (names: string[], split: boolean) => Promise<string>>} JavaScript */
  const parts = {
    async texts(_, split) {
      const each = list.map(async ({ id }) =>
        (await languages(id)).map((lang) => ({ keys: [id, lang], part: `text:${id}:${lang}` })),
      );
      return importing((await Promise.all(each)).flat(), split);
    },
    async 'texts-later'(_, split) {
      if (!split) return 'export default null;';
      const each = list.map(async ({ id }) =>
        (await languages(id)).map((lang) => ({ keys: [id, lang], part: `later:${id}:${lang}` })),
      );
      return importing((await Promise.all(each)).flat(), split);
    },
    sources: async (_, split) =>
      importing(
        files.map((file) => ({ keys: [file], part: `source:${file}` })),
        split,
      ),
    heads: async () => json(Object.fromEntries(await Promise.all(list.map(({ id }) => head(id))))),
    drawings: async () => json(await drawings()),
    async text([id, lang], split) {
      const { sections, ...above } = await text(id, lang);
      return json({ ...above, sections: split ? some(sections, false) : sections });
    },
    later: async ([id, lang]) => json(some((await text(id, lang)).sections, true)),
    source: async ([file]) => json(await readFile(join(c, file), 'utf8')),
  };
  return {
    name: 'experiments',
    setup({ onResolve, onLoad, initialOptions }) {
      const filter = /^experiments:/;
      const split = initialOptions.splitting === true;
      onResolve({ filter }, ({ path }) => ({
        path: path.replace(filter, ''),
        namespace: 'experiments',
      }));
      onLoad({ filter: /.*/, namespace: 'experiments' }, async ({ path }) => {
        try {
          const [part, ...names] = path.split(':');
          return { contents: await parts[part](names, split), loader: 'js' };
        } catch (error) {
          return { errors: [{ text: String(error) }] };
        }
      });
    },
  };
}

/** @param {Record<string, object>} sections @param {boolean} later */
const some = (sections, later) =>
  Object.fromEntries(Object.entries(sections).filter(([id]) => LATER_SECTIONS.test(id) === later));

/**
 * A module with texts under the keys of another.
 * @param {string} keyed path of that
 * @param {[key: string, text: unknown][]} texts
 */
const unkeyed = (keyed, texts) => `
  import keyed from ${JSON.stringify(keyed)};
  const texts = ${JSON.stringify(texts.map(([, text]) => text))};
  export default Object.fromEntries(Object.keys(keyed).map((key, k) => [key, texts[k]]));`;

/** @param {unknown} value */
const json = (value) => `export default ${JSON.stringify(value)};`;

/**
 * A module with functions that import, by one or two keys each. Where nothing is split all is there
 * already, and what waits to be imported would only be wrapped.
 * @param {{keys: string[], part: string}[]} entries
 * @param {boolean} split
 */
function importing(entries, split) {
  const imports = entries.map(({ part }, k) => `import p${k} from ${quoted(part)};`);
  const fields = entries.map(({ part }, k) =>
    split ? `() => import(${quoted(part)})` : `async () => ({ default: p${k} })`,
  );
  const groups = new Set(entries.map(({ keys }) => keys[0]));
  const object = [...groups].map((group) => {
    const own = entries.flatMap(({ keys }, k) => (keys[0] === group ? [k] : []));
    const inner = own.map((k) => `${JSON.stringify(entries[k].keys[1])}: ${fields[k]}`);
    const value = entries[own[0]].keys.length > 1 ? `{${inner}}` : fields[own[0]];
    return `${JSON.stringify(group)}: ${value}`;
  });
  return `${split ? '' : imports.join('')}export default {${object}};`;
}

/** @param {string} part */
const quoted = (part) => JSON.stringify(`experiments:${part}`);
