/**
 * Pages round a lab, as course pages are: written by the tests, served from another origin than
 * the lab, with whatever headers a host sends.
 */
import { createServer } from 'node:http';
import { serve } from '../../web/tools/serve.js';

/**
 * @typedef {object} HostPage
 * @property {string} html
 * @property {Record<string, string>} [headers]
 *
 * @typedef {object} Host
 * @property {string} url with a slash at the end
 * @property {string} spusk address of the folder with the built lab, on another port
 * @property {(path: string, page: string | HostPage) => string} put a page; its address
 * @property {() => Promise<void>} close
 */

/** @returns {Promise<Host>} */
export async function startHost() {
  // What a host of spusk.js has to send, as for every module from elsewhere.
  const lab = await serve({ port: 0, headers: { 'Access-Control-Allow-Origin': '*' } });
  /** @type {Map<string, HostPage>} */
  const pages = new Map();
  const server = createServer(({ url = '' }, response) => {
    const page = pages.get(url.split('?')[0]);
    // A browser asks for one by itself.
    const status = page ? 200 : url === '/favicon.ico' ? 204 : 404;
    response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', ...page?.headers });
    response.end(page?.html);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const url = `http://127.0.0.1:${port}/`;
  return {
    url,
    spusk: lab.url,
    put(path, page) {
      pages.set(`/${path}`, typeof page === 'string' ? { html: page } : page);
      return `${url}${path}`;
    },
    async close() {
      await lab.close();
      await new Promise((closed) => {
        server.close(() => closed(undefined));
        server.closeAllConnections();
      });
    },
  };
}

/**
 * @param {object} page
 * @param {string} page.body
 * @param {string} [page.head]
 * @param {string} [page.html] attributes of the element html
 */
export const whole = ({ body, head = '', html = 'lang="en"' }) =>
  `<!doctype html><html ${html}><head><meta charset="utf-8"><title>A course</title>${head}</head>
<body>${body}</body></html>`;

/** The line that a lecturer pastes. @param {string} spusk */
export const script = (spusk) => `<script type="module" src="${spusk}spusk.js"></script>`;

/** Collects the messages that frames send to a page, from before they are there. */
export const LISTEN = `<script>window.got = []; addEventListener('message', ({ data }) => got.push(data));</script>`;

/** @param {import('puppeteer-core').Page} page with LISTEN in it @returns {Promise<any[]>} */
export const got = (page) => page.evaluate(() => /** @type {any} */ (window).got);
