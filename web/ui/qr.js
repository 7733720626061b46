/** A QR code, loaded when somebody asks for one. */
import { encode } from 'uqr';

/** Free modules round the code, as its standard asks. */
const MARGIN = 4;

/**
 * @param {string} text
 * @returns {{size: number, path: string} | null} null if the text is too long for a code
 */
export function qrCode(text) {
  try {
    const { data, size } = encode(text, { ecc: 'M', border: MARGIN });
    let path = '';
    for (const [y, row] of data.entries()) {
      for (const [x, dark] of row.entries()) if (dark) path += `M${x} ${y}h1v1h-1z`;
    }
    return { size, path };
  } catch {
    return null;
  }
}
