/** Packs files as core/unpack.js reads them. */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** What a reader of the stream has to know; this one (core/unpack.js) knows no other. */
const FORM = '--lzma1=preset=9e,lc=3,lp=0,pb=0';

/**
 * @param {string} path
 * @returns {Promise<Uint8Array>}
 */
export async function packed(path) {
  const bytes = await readFile(path);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([
    length,
    execFileSync('xz', ['--format=raw', '--stdout', FORM], { input: bytes, maxBuffer: 2 ** 27 }),
  ]);
}
