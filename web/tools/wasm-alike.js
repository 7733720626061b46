/**
 * Makes the functions of a WebAssembly module more alike, and puts those next to each other which
 * are: the same module for whoever runs it, and less of it for gzip, which writes down once what
 * comes again within 32 kB.
 *
 * Which number a local has is of no meaning, but every third byte of code is one. Locals of one
 * type are exchanged for as long as that makes more phrases (pieces of a few bytes) the same.
 */
import {
  CONST,
  END,
  SECTION,
  bodies,
  eachNumber,
  entries,
  number,
  readList,
  readNumber,
  withSections,
} from './wasm-code.js';

/** Lengths of phrases, in bytes. */
const LENGTHS = [4, 7];
const LARGEST_NUMBER = 127; // locals up to here are one byte
const REACH = 30000; // a little less than what gzip looks back
const BITS = 20;

/**
 * @param {Uint8Array} module
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function makeAlike(module) {
  const numbered = numberLocals(module, Infinity, 3);
  const ordered = reorder(numbered, orderByPhrases(numbered));
  return numberLocals(ordered, REACH, 2);
}

/**
 * The phrases of a text and how often each is there. Phrases share a place in the tables now and
 * then, which costs a little of the gain and no more.
 */
class Phrases {
  /** @param {Uint8Array} text may change where no phrase is counted */
  constructor(text) {
    this.text = text;
    this.counts = LENGTHS.map(() => new Uint32Array(1 << BITS));
    this.met = new Uint32Array(text.length);
    this.turn = 0;
  }

  /**
   * @param {number} at
   * @param {number} length
   */
  place(at, length) {
    let hash = length;
    for (let i = 0; i < length; i++) {
      hash = Math.imul(hash ^ this.text[at + i], 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash & ((1 << BITS) - 1);
  }

  /**
   * Counts (by 1) or forgets (by -1) the phrases that lie within a range and hold one of its
   * places.
   * @param {{begin: number, end: number}} range
   * @param {number[]} places
   * @param {1 | -1} by
   * @returns {number} how many phrases are there again, more or less than before
   */
  count({ begin, end }, places, by) {
    let again = 0;
    LENGTHS.forEach((length, n) => {
      const counts = this.counts[n];
      this.turn++;
      for (const place of places) {
        const last = Math.min(place, end - length);
        for (let at = Math.max(begin, place - length + 1); at <= last; at++) {
          if (this.met[at] === this.turn) continue;
          this.met[at] = this.turn;
          const here = this.place(at, length);
          const before = counts[here];
          counts[here] = before + by;
          if (Math.max(before, before + by) > 1) again += by;
        }
      }
    });
    return again;
  }

  /**
   * @param {{begin: number, end: number}} range
   * @param {1 | -1} by
   */
  countAll(range, by) {
    const { begin, end } = range;
    const places = Array.from({ length: end - begin }, (_, i) => begin + i);
    this.count(range, places, by);
  }
}

/**
 * Numbers the locals of each function anew.
 * @param {Uint8Array} module
 * @param {number} reach how far from a function phrases count, in bytes
 * @param {number} rounds at most
 */
function numberLocals(module, reach, rounds) {
  const text = Uint8Array.from(module);
  const functions = bodies(module);
  const places = functions.map((body) => placesOfLocals(module, body));
  const phrases = new Phrases(text);
  for (let changes = 1; changes > 0 && rounds > 0; rounds--) {
    changes = 0;
    let first = 0;
    let last = 0;
    functions.forEach((body, n) => {
      while (last < functions.length && functions[last].begin < body.end + reach) {
        phrases.countAll(functions[last++], 1);
      }
      while (functions[first].end < body.begin - reach) phrases.countAll(functions[first++], -1);
      changes += exchange(phrases, body, places[n]);
    });
    while (first < last) phrases.countAll(functions[first++], -1);
  }
  return text;
}

/**
 * @param {Uint8Array} module
 * @param {import('./wasm-code.js').Body} body
 * @returns {number[][]} where each local (and parameter) is named
 */
function placesOfLocals(module, body) {
  /** @type {number[][]} */
  const places = body.types.map(() => []);
  eachNumber(module, body, (kind, at) => {
    if (kind === 'local') places[readNumber(module, at).value].push(at);
  });
  return places;
}

/**
 * Exchanges the numbers of two locals where that gives more phrases that are there again.
 * @param {Phrases} phrases
 * @param {import('./wasm-code.js').Body} body
 * @param {number[][]} places by number; kept up to date
 * @returns {number} how many exchanges were made
 */
function exchange(phrases, body, places) {
  const { types, parameters } = body;
  if (types.length > LARGEST_NUMBER + 1) return 0;
  const write = (/** @type {number} */ i) => {
    for (const at of places[i]) phrases.text[at] = i;
  };
  let changes = 0;
  for (let i = parameters; i < types.length; i++) {
    for (let j = i + 1; j < types.length; j++) {
      if (types[i] !== types[j]) continue;
      const both = places[i].concat(places[j]);
      const swap = () => {
        const lost = phrases.count(body, both, -1);
        [places[i], places[j]] = [places[j], places[i]];
        write(i);
        write(j);
        return lost + phrases.count(body, both, 1);
      };
      if (swap() > 0) changes++;
      else swap();
    }
  }
  return changes;
}

/**
 * An order in which every function is followed by the one of which most was said within the
 * reach of gzip; long ones may have a little less of it.
 * @param {Uint8Array} module
 * @returns {number[]} the numbers of the functions
 */
function orderByPhrases(module) {
  const functions = bodies(module);
  const phrases = new Phrases(module);
  const own = functions.map(({ begin, end }) => {
    const found = new Set();
    for (let at = begin; at + 5 <= end; at++) found.add(phrases.place(at, 5));
    return [...found];
  });
  /** @type {number[][]} */
  const users = Array.from({ length: 1 << BITS }, () => []);
  own.forEach((found, n) => found.forEach((phrase) => users[phrase].push(n)));

  const said = new Uint16Array(1 << BITS); // by how many functions within reach
  const known = functions.map(() => 0); // of the phrases of each function
  const size = (/** @type {number} */ n) => functions[n].end - functions[n].begin;
  const left = new Set(functions.keys());
  /** @type {number[]} */
  const order = [];
  let first = 0;
  let length = 0;
  for (let next = 0; left.size > 0;) {
    order.push(next);
    left.delete(next);
    length += size(next);
    for (const phrase of own[next]) {
      if (said[phrase]++ === 0) for (const n of users[phrase]) known[n]++;
    }
    for (; length > REACH && first < order.length - 1; first++) {
      length -= size(order[first]);
      for (const phrase of own[order[first]]) {
        if (--said[phrase] === 0) for (const n of users[phrase]) known[n]--;
      }
    }
    let most = -1;
    for (const n of left) {
      const share = known[n] / size(n) ** 0.8;
      if (share > most) [most, next] = [share, n];
    }
  }
  return order;
}

/**
 * @param {Uint8Array} module
 * @param {number[]} order its functions, without imported ones, as they are to follow each other
 */
function reorder(module, order) {
  const imported = countImportedFunctions(module);
  const moved = new Map(order.map((old, now) => [old + imported, now + imported]));
  const renumber = (/** @type {number} */ index) => number(moved.get(index) ?? index);
  const functions = bodies(module);

  return withSections(module, {
    [SECTION.function]: (at) => {
      const { values } = readList(module, at, (from) => readNumber(module, from));
      return [...number(values.length), ...order.flatMap((n) => number(values[n]))];
    },
    [SECTION.export]: (at) => renumberExports(module, at, renumber),
    [SECTION.element]: (at) => renumberTable(module, at, renumber),
    [SECTION.code]: () => {
      const parts = order.map((n) => renumberCalls(module, functions[n], renumber));
      return Buffer.concat([
        Uint8Array.from(number(order.length)),
        ...parts.flatMap((part) => [Uint8Array.from(number(part.length)), part]),
      ]);
    },
  });
}

/** @param {Uint8Array} module */
function countImportedFunctions(module) {
  const kinds = entries(module, SECTION.import, (at) => {
    const home = readNumber(module, at);
    const name = readNumber(module, home.next + home.value);
    const kind = name.next + name.value;
    if (module[kind] !== 0) throw new Error('something that is no function is imported');
    return { value: 0, next: readNumber(module, kind + 1).next };
  });
  return kinds.length;
}

/**
 * @param {Uint8Array} module
 * @param {number} at
 * @param {(index: number) => number[]} renumber
 */
function renumberExports(module, at, renumber) {
  const { values } = readList(module, at, (from) => {
    const name = readNumber(module, from);
    const kind = name.next + name.value;
    const index = readNumber(module, kind + 1);
    const begin = [...module.subarray(from, kind + 1)];
    const end = module[kind] === 0 ? renumber(index.value) : number(index.value);
    return { value: [...begin, ...end], next: index.next };
  });
  return [...number(values.length), ...values.flat()];
}

/**
 * The functions that are called by their address: one list of them, from an address on.
 * @param {Uint8Array} module
 * @param {number} at
 * @param {(index: number) => number[]} renumber
 */
function renumberTable(module, at, renumber) {
  const address = readNumber(module, at + 3);
  const [count, kind, constant] = module.subarray(at, at + 3);
  if (count !== 1 || kind !== 0 || constant !== CONST || module[address.next] !== END) {
    throw new Error('functions that are called by address are not one list');
  }
  const { values } = readList(module, address.next + 1, (from) => readNumber(module, from));
  const head = module.subarray(at, address.next + 1);
  return [...head, ...number(values.length), ...values.flatMap(renumber)];
}

/**
 * @param {Uint8Array} module
 * @param {import('./wasm-code.js').Body} body
 * @param {(index: number) => number[]} renumber
 */
function renumberCalls(module, body, renumber) {
  const parts = [];
  let done = body.begin;
  eachNumber(module, body, (kind, at, next) => {
    if (kind !== 'function') return;
    parts.push(module.subarray(done, at), Uint8Array.from(renumber(readNumber(module, at).value)));
    done = next;
  });
  parts.push(module.subarray(done, body.end));
  return Buffer.concat(parts);
}
