/**
 * Unpacks LZMA, in which the core travels inside of scripts: a seventh less than what gzip makes of
 * it. After the specification (Igor Pavlov, 2015), with its names; tools/pack.js packs.
 *
 * A stream is bits, each coded by how likely it was; what was likely costs less than a bit.
 */

/** So many high bits of the byte before choose the odds of the next one. */
const LITERAL_CONTEXT = 3;
/** Odds are of 0, in parts of 2048. */
const EVEN = 1024;

/** @param {number} n @returns {Uint16Array} odds of bits that are as likely as not */
const evens = (n) => new Uint16Array(n).fill(EVEN);

/** Bits of a stream (the specification's range decoder). All is kept in signed 32-bit numbers. */
class Bits {
  /** @param {Uint8Array} bytes @param {number} at where the stream begins, with a byte of nothing */
  constructor(bytes, at) {
    this.bytes = bytes;
    this.next = at + 5;
    this.code = new DataView(bytes.buffer, bytes.byteOffset).getInt32(at + 1);
    this.range = -1;
  }

  /** @param {Uint16Array} odds which learn @param {number} at */
  bit(odds, at) {
    const odd = odds[at];
    const bound = Math.imul(this.range >>> 11, odd);
    // As unsigned numbers.
    const one = (this.code ^ (1 << 31)) < (bound ^ (1 << 31)) ? 0 : 1;
    if (one) {
      this.range = (this.range - bound) | 0;
      this.code = (this.code - bound) | 0;
      odds[at] = odd - (odd >> 5);
    } else {
      this.range = bound;
      odds[at] = odd + ((2048 - odd) >> 5);
    }
    this.refill();
    return one;
  }

  refill() {
    if (this.range >>> 24) return;
    this.range <<= 8;
    this.code = (this.code << 8) | this.bytes[this.next++];
  }

  /** The highest bit first. @param {Uint16Array} odds @param {number} at @param {number} bits */
  tree(odds, at, bits) {
    let m = 1;
    for (let i = 0; i < bits; i++) m = (m << 1) | this.bit(odds, at + m);
    return m - (1 << bits);
  }

  /** The lowest bit first. @param {Uint16Array} odds @param {number} at @param {number} bits */
  reversed(odds, at, bits) {
    let m = 1;
    let value = 0;
    for (let i = 0; i < bits; i++) {
      const one = this.bit(odds, at + m);
      m = (m << 1) | one;
      value |= one << i;
    }
    return value;
  }

  /** Bits without odds. @param {number} bits */
  direct(bits) {
    let value = 0;
    for (let i = 0; i < bits; i++) {
      this.range >>>= 1;
      const one = this.code >>> 0 < this.range ? 0 : 1;
      if (one) this.code = (this.code - this.range) | 0;
      value = (value << 1) | one;
      this.refill();
    }
    return value;
  }

  /** Of a match. @param {Uint16Array} odds */
  length(odds) {
    if (!this.bit(odds, 0)) return 2 + this.tree(odds, 2, 3);
    if (!this.bit(odds, 1)) return 10 + this.tree(odds, 10, 3);
    return 18 + this.tree(odds, 18, 8);
  }

  /** @param {Uint16Array} odds @param {number} at */
  literal(odds, at) {
    let symbol = 1;
    while (symbol < 256) symbol = (symbol << 1) | this.bit(odds, at + symbol);
    return symbol;
  }

  /** One that differs from the byte at which the last match ended. */
  unmatched(/** @type {Uint16Array} */ odds, /** @type {number} */ at, /** @type {number} */ byte) {
    let symbol = 1;
    for (let k = 7; k >= 0 && symbol < 256; k--) {
      const expected = (byte >> k) & 1;
      const one = this.bit(odds, at + ((1 + expected) << 8) + symbol);
      symbol = (symbol << 1) | one;
      if (one !== expected) break;
    }
    while (symbol < 256) symbol = (symbol << 1) | this.bit(odds, at + symbol);
    return symbol;
  }
}

/**
 * @param {Uint8Array} packed four bytes of length, then the stream
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function unpack(packed) {
  const size = new DataView(packed.buffer, packed.byteOffset).getUint32(0, true);
  const out = new Uint8Array(size);
  const bits = new Bits(packed, 4);
  const [isMatch, isRep, isRepG0, isRepG1, isRepG2, isRep0Long] = [12, 12, 12, 12, 12, 12].map(
    evens,
  );
  const literals = evens(0x300 << LITERAL_CONTEXT);
  const [slots, spots, align, matchLengths, repLengths] = [256, 115, 16, 274, 274].map(evens);
  let state = 0;
  /** Distances of the last matches. */
  let [rep0, rep1, rep2, rep3] = [0, 0, 0, 0];

  for (let at = 0; at < size;) {
    if (!bits.bit(isMatch, state)) {
      const odds = 0x300 * (at ? out[at - 1] >> (8 - LITERAL_CONTEXT) : 0);
      out[at] =
        state < 7
          ? bits.literal(literals, odds)
          : bits.unmatched(literals, odds, out[at - rep0 - 1]);
      at++;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let length = 1;
    if (!bits.bit(isRep, state)) {
      [rep3, rep2, rep1] = [rep2, rep1, rep0];
      length = bits.length(matchLengths);
      rep0 = bits.tree(slots, 64 * Math.min(length - 2, 3), 6);
      if (rep0 >= 4) {
        const slot = rep0;
        const low = (slot >> 1) - 1;
        rep0 = (2 | (slot & 1)) << low;
        if (slot < 14) rep0 += bits.reversed(spots, rep0 - slot, low);
        else rep0 += (bits.direct(low - 4) << 4) + bits.reversed(align, 0, 4);
      }
      state = state < 7 ? 7 : 10;
    } else if (bits.bit(isRepG0, state)) {
      let distance = rep1;
      if (bits.bit(isRepG1, state)) {
        distance = rep2;
        if (bits.bit(isRepG2, state)) [distance, rep3] = [rep3, rep2];
        rep2 = rep1;
      }
      [rep0, rep1] = [distance, rep0];
      length = bits.length(repLengths);
      state = state < 7 ? 8 : 11;
    } else if (bits.bit(isRep0Long, state)) {
      length = bits.length(repLengths);
      state = state < 7 ? 8 : 11;
    } else {
      state = state < 7 ? 9 : 11;
    }
    for (; length > 0; length--, at++) out[at] = out[at - rep0 - 1];
  }
  return out;
}
