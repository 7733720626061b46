/**
 * What `myst build --html` asks for its pages: a theme's server, which takes content from MyST and
 * gives HTML. Files of the site are below /myst_assets_folder/ until MyST puts them in their place.
 */
import { createServer } from 'node:http';
import { updatePageStaticLinksInplace } from '@myst-theme/common';
import { renderToString } from 'react-dom/server';
import { Article } from './article.jsx';

const { PORT, HOST, CONTENT_CDN_PORT } = process.env;

/** @param {string} path of MyST's own server */
const content = async (path) => (await fetch(`http://${HOST}:${CONTENT_CDN_PORT}/${path}`)).json();

/** @param {string} url */
const local = (url) => (/^https?:/.test(url) ? url : `/myst_assets_folder${url}`);

/** Of Tailwind's classes those by which a frame keeps its place. */
const STYLE = '.relative { position: relative } .inline-block { display: inline-block }';

/** @param {any} page */
const html = (page) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${page.frontmatter.title}</title>
<style>${STYLE}</style></head>
<body><main id="article">${renderToString(<Article {...page} />)}</main>
<script>window.page = ${JSON.stringify(page).replaceAll('<', '\\u003c')}</script>
<script type="module" src="/myst_assets_folder/page.js"></script></body></html>`;

/** @param {string} path @returns {Promise<string>} */
async function answer(path) {
  // The list of pages, the icon, and others that this theme does not have.
  if (/\.(?!json$)\w+$/.test(path)) return '';
  const [project] = (await content('config.json')).projects;
  const slug = path.replace(/^\/|\.json$/g, '') || project.index;
  const page = updatePageStaticLinksInplace(await content(`content/${slug}.json`), local);
  return path.endsWith('.json') ? JSON.stringify(page) : html(page);
}

createServer(async ({ url }, response) => {
  try {
    response.end(await answer(url));
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
}).listen(Number(PORT), HOST, () => {
  // For this line MyST waits.
  console.log(`Server started on http://${HOST}:${PORT}`);
});
