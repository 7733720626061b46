/**
 * Serves a folder of files on this machine only.
 *   node web/tools/serve.js [--port 8080] [folder]
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** @type {Record<string, string>} */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

const HOST = '127.0.0.1';
const DIST = fileURLToPath(new URL('../dist', import.meta.url));
/** How many ports after the wanted one are tried. */
const TRIES = 50;

/**
 * @typedef {object} Serving
 * @property {string} url with a slash at the end
 * @property {() => Promise<void>} close
 */

/**
 * @param {object} [options]
 * @param {string} [options.root] the folder; web/dist if left out
 * @param {number} [options.port] or the next free one; 0: any
 * @param {Record<string, string>} [options.headers] for every answer
 * @returns {Promise<Serving>}
 */
export async function serve({ root = DIST, port = 8080, headers = {} } = {}) {
  const server = createServer((request, response) => {
    answer({ request, response, root: resolve(root), headers }).catch(() => response.destroy());
  });
  const actual = await listen(server, port);
  return {
    url: `http://${HOST}:${actual}/`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {import('node:http').Server} server
 * @param {number} port
 * @returns {Promise<number>} the port that was free
 */
async function listen(server, port) {
  const last = port === 0 ? 0 : Math.min(port + TRIES, 65535);
  for (let candidate = port; ; candidate++) {
    try {
      await new Promise((done, fail) => {
        server.once('error', fail);
        server.listen(candidate, HOST, () => {
          server.off('error', fail);
          done(undefined);
        });
      });
      const address = server.address();
      return typeof address === 'object' && address ? address.port : candidate;
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      if (code !== 'EADDRINUSE' || candidate >= last) throw error;
    }
  }
}

/**
 * @param {object} exchange
 * @param {import('node:http').IncomingMessage} exchange.request
 * @param {import('node:http').ServerResponse} exchange.response
 * @param {string} exchange.root
 * @param {Record<string, string>} exchange.headers
 */
async function answer({ request, response, root, headers }) {
  /**
   * @param {number} status
   * @param {string} text
   * @param {Record<string, string>} [more]
   */
  const refuse = (status, text, more) =>
    response.writeHead(status, { 'Content-Type': TYPES['.txt'], ...headers, ...more }).end(text);

  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(405, 'only GET and HEAD\n', { Allow: 'GET, HEAD' });
    return;
  }
  const found = await findFile(root, request.url ?? '/');
  if (!found) {
    refuse(404, 'not found\n');
    return;
  }
  response.writeHead(200, {
    'Content-Type': TYPES[extname(found.path)] ?? 'application/octet-stream',
    'Content-Length': found.size,
    // After a build the same address must show the new page.
    'Cache-Control': 'no-cache',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  });
  if (request.method === 'HEAD') {
    response.end();
  } else {
    // A browser that goes away in the middle is no error.
    pipeline(createReadStream(found.path), response, () => {});
  }
}

/**
 * @param {string} root
 * @param {string} url
 * @returns {Promise<{path: string, size: number} | undefined>} nothing outside of root
 */
async function findFile(root, url) {
  let path;
  try {
    path = decodeURIComponent(url.split(/[?#]/, 1)[0]);
  } catch {
    return undefined;
  }
  if (path.includes('\0')) return undefined;
  if (path.endsWith('/')) path += 'index.html';
  const file = resolve(root, `.${sep}${path}`);
  if (!file.startsWith(root + sep)) return undefined;
  const info = await stat(file).catch(() => undefined);
  return info?.isFile() ? { path: file, size: info.size } : undefined;
}

async function main() {
  const { values, positionals } = parseArgs({
    options: { port: { type: 'string', default: '8080' } },
    allowPositionals: true,
  });
  const serving = await serve({ root: positionals[0] ?? DIST, port: Number(values.port) });
  console.log(`Spusk is at ${serving.url} (stop with Ctrl-C)`);
  const stop = async () => {
    await serving.close();
    console.log('\nstopped');
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
