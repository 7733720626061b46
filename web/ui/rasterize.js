/**
 * An SVG as a PNG. A picture sees nothing of the page it is in, so it takes the page's faces along.
 */

/**
 * @param {string} svg with width and height
 * @param {{scale: number}} options
 * @returns {Promise<Blob>}
 */
export async function rasterize(svg, { scale }) {
  const faces = await facesOf(svg);
  const whole = svg.replace(/(<svg[^>]*>)/, (start) => `${start}<style>${faces}</style>`);
  const url = URL.createObjectURL(new Blob([whole], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * scale;
    canvas.height = image.naturalHeight * scale;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error('no picture'))),
        'image/png',
      );
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** @type {Map<string, Promise<string>>} rules by the address of the face */
const known = new Map();

/**
 * The page's own rules for the faces that a picture names, with the faces inside.
 *
 * @param {string} svg
 * @returns {Promise<string>} as far as they can be had; a picture without them is still right
 */
async function facesOf(svg) {
  const signs = [...new Set(svg)].map((sign) => sign.codePointAt(0) ?? 0);
  const rules = [...document.styleSheets].flatMap(rulesOf).filter((rule) => {
    const family = rule.style.getPropertyValue('font-family').replace(/["']/g, '').trim();
    return svg.includes(family) && holds(rule.style.getPropertyValue('unicode-range'), signs);
  });
  return (await Promise.all(rules.map(embed))).join('\n');
}

/** @param {CSSStyleSheet} sheet @returns {CSSFontFaceRule[]} */
function rulesOf(sheet) {
  try {
    return [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule);
  } catch {
    return []; // a sheet from elsewhere
  }
}

/**
 * @param {string} ranges as CSS has them, "U+0-FF, U+131"; none: everything
 * @param {readonly number[]} signs
 */
function holds(ranges, signs) {
  if (!ranges) return true;
  return ranges.split(',').some((range) => {
    const [from, to] = range.trim().slice(2).split('-');
    const first = parseInt(from.replaceAll('?', '0'), 16);
    const last = parseInt(to ?? from.replaceAll('?', 'F'), 16);
    // Spaces, digits and signs of ASCII are in every face that has letters.
    return signs.some((sign) => sign >= first && sign <= last);
  });
}

/** @param {CSSFontFaceRule} rule @returns {Promise<string>} */
function embed(rule) {
  const source = rule.style.getPropertyValue('src');
  const [, address] = /url\(["']?([^"')]+)["']?\)/.exec(source) ?? [];
  if (!address) return Promise.resolve('');
  const url = new URL(address, rule.parentStyleSheet?.href ?? document.baseURI).href;
  const text =
    known.get(url) ??
    asData(url).then(
      (data) => ruleWith(rule, data),
      () => '',
    );
  known.set(url, text);
  return text;
}

/**
 * @param {CSSFontFaceRule} rule
 * @param {string} data
 */
function ruleWith({ style }, data) {
  const kept = ['font-family', 'font-weight', 'font-style', 'unicode-range']
    .map((name) => [name, style.getPropertyValue(name)])
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}: ${value};`);
  return `@font-face { ${kept.join(' ')} src: url(${data}) format("woff2"); }`;
}

/** @param {string} url @returns {Promise<string>} */
async function asData(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(String(response.status));
  const blob = await response.blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
