/**
 * Starts WebKit: WebKitGTK's small browser on a display of its own (Xvfb), driven by its
 * WebDriver. Every process is started here and ended by its id.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ANSWER, findProgram } from './find-program.js';
import { Session } from './webdriver.js';
import { WebKitBrowser } from './webkit-page.js';

/** How the desktop shall draw it, which has no say in the page. */
const BARE = `* { min-width: 0; min-height: 0; margin: 0; padding: 0; border: 0 solid; font-size: 1px;
  -gtk-icon-transform: scale(0.1); }`;

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** Where packages of WebKitGTK put the browser that they bring along. */
function miniBrowserFolders() {
  return ['/usr/lib', '/usr/libexec', '/usr/lib64']
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => [folder, ...readdirSync(folder).map((name) => `${folder}/${name}`)])
    .flatMap((folder) => ['webkit2gtk-4.1', 'webkit2gtk-4.0'].map((name) => `${folder}/${name}`));
}

/**
 * Ends a process and those that it started, and waits until it is gone.
 * @param {ChildProcess | undefined} child
 */
async function end(child) {
  if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  process.kill(-child.pid, 'SIGTERM');
  const late = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), 5000);
  await gone;
  clearTimeout(late);
}

/**
 * A process that leads a group of its own, which dies with this one at the latest.
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
function start(program, args, options) {
  const child = spawn(program, args, { ...options, detached: true });
  const last = () => {
    try {
      if (child.pid) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
  };
  // A signal would end this one without an exit event.
  const stop = () => process.exit(1);
  process.once('exit', last).once('SIGTERM', stop).once('SIGINT', stop);
  child.once('exit', () => {
    process.off('exit', last).off('SIGTERM', stop).off('SIGINT', stop);
  });
  return child;
}

/** @returns {Promise<{display: string, child: ChildProcess}>} */
async function startDisplay() {
  const child = start(
    findProgram('XVFB', ['Xvfb']),
    ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const numbers = /** @type {import('node:stream').Readable} */ (child.stdio[3]);
  const [line] = await once(createInterface(numbers), 'line', {
    signal: AbortSignal.timeout(ANSWER),
  });
  return { display: `:${line}`, child };
}

/** @returns {Promise<number>} a port that was free a moment ago */
export async function freePort() {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  await new Promise((closed) => server.close(closed));
  return port;
}

/** @param {string} address */
async function untilReady(address) {
  const last = Date.now() + ANSWER;
  for (;;) {
    try {
      const status = await (await fetch(`${address}/status`)).json();
      if (status.value.ready) return;
    } catch (error) {
      if (Date.now() > last) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * @param {import('./browsers.js').Wishes} wishes
 * @returns {Promise<import('puppeteer-core').Browser>} as far as webkit-page.js has it
 */
export async function launchWebKit({ vectors = true, downloads }) {
  const { display, child: screen } = await startDisplay();
  const settings = mkdtempSync(join(tmpdir(), 'spusk-webkit-'));
  // Where the desktop says that downloads go.
  if (downloads) {
    writeFileSync(join(settings, 'user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${downloads}"\n`);
  }
  // Its own buttons would not let it be as narrow as a phone.
  mkdirSync(join(settings, 'gtk-3.0'));
  writeFileSync(join(settings, 'gtk-3.0', 'gtk.css'), BARE);
  /** @type {ChildProcess | undefined} */
  let driver;
  const close = async () => {
    await end(driver);
    await end(screen);
    rmSync(settings, { recursive: true, force: true });
  };
  try {
    const port = await freePort();
    driver = start(
      findProgram('WEBKIT_DRIVER', ['WebKitWebDriver']),
      [`--port=${port}`, '--host=127.0.0.1'],
      {
        stdio: 'ignore',
        env: {
          ...process.env,
          DISPLAY: display,
          XDG_CONFIG_HOME: settings,
          LANG: 'en_US.UTF-8',
          LANGUAGE: 'en',
          WEBKIT_DISABLE_COMPOSITING_MODE: '1',
          ...(vectors ? {} : { JSC_useWasmSIMD: '0' }),
        },
      },
    );
    const address = `http://127.0.0.1:${port}`;
    await untilReady(address);
    const session = await Session.open(address, {
      binary: findProgram('MINIBROWSER', ['MiniBrowser'], miniBrowserFolders()),
      args: ['--automation'],
    });
    return /** @type {any} */ (new WebKitBrowser(session, close));
  } catch (error) {
    await close();
    throw error;
  }
}
