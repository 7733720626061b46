/** Every kind of prediction, by mouse, finger and keyboard, from the question to the verdict. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './access.js';
import { launchChromium } from './chromium.js';
import * as lab from './lab.js';
import { onSite } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */

const { visit } = onSite(launchChromium);

/**
 * The buttons that say of themselves that they are the next step.
 *
 * @param {Page} page
 */
const leading = (page) =>
  page.$$eval('spusk-lab >>> .button.main', (all) =>
    all.map((node) => node.textContent?.trim() ?? ''),
  );

const PANEL = ['spusk-lab', 'spusk-prediction'];
const RANK = [...PANEL, 'spusk-predict-rank'];
const NUMBER = [...PANEL, 'spusk-predict-number', 'spusk-slider'];
const SHEET = ['spusk-lab', 'spusk-figure', 'spusk-predict-draw'];

/** @param {Page} page @param {readonly string[]} path */
async function element(page, path) {
  const found = await lab.find(page, path);
  assert.ok(found);
  return found;
}

/** @param {Page} page @param {readonly string[]} path */
const press = async (page, path) => (await element(page, path)).click();

/** @param {Page} page @param {readonly string[]} path */
const textOf = async (page, path) =>
  (await element(page, path)).evaluate((node) => node.textContent?.replace(/\s+/g, ' ').trim());

/** @param {Page} page @returns {Promise<any>} what the lab holds as the prediction */
const guessOf = (page) =>
  page.evaluate(() => {
    const { results } = /** @type {any} */ (document.querySelector('spusk-lab')).lab;
    return results.guess && { ...results.guess, at: results.guess.at.getTime() };
  });

/** @param {Page} page @param {string} id */
const untilFocused = (page, id) =>
  lab.until(
    () => lab.focused(page),
    (now) => now === id,
  );

/** @param {Page} page @returns {Promise<string[]>} ids in the order in which they stand */
const orderOf = (page) =>
  page.$$eval([...RANK, '.item'].join(' >>> '), (all) => all.map(({ id }) => id.slice(5)));

/** @param {Page} page */
async function untilReady(page) {
  await lab.until(
    () => lab.look(page),
    ({ phase, runs }) => phase === 'idle' && runs.length > 0,
  );
}

/**
 * The verdict on the prediction, when the run that answers it has ended.
 *
 * @param {Page} page
 */
async function judged(page) {
  await lab.untilPhase(page, 'finished');
  const row = await element(page, ['spusk-lab', 'spusk-verdict', '.guess:not(.open)']);
  const picture = await element(page, ['spusk-lab', 'spusk-verdict', 'spusk-predict-outcome']);
  const surprise = await element(page, ['spusk-lab', '.surprise']);
  return {
    row: await row.evaluate((node) => node.textContent?.replace(/\s+/g, ' ').trim() ?? ''),
    picture: await picture.evaluate(
      (node) => node.shadowRoot?.textContent?.replace(/\s+/g, ' ').trim() ?? '',
    ),
    open: await surprise.evaluate((node) => /** @type {HTMLDetailsElement} */ (node).open),
  };
}

test('one button at a time is the next step', () =>
  visit('?experiment=receptive-field&lang=en&seeds=1', async (page) => {
    const untilLeading = (/** @type {string[]} */ wanted) =>
      lab.until(
        () => leading(page),
        (now) => JSON.stringify(now) === JSON.stringify(wanted),
      );
    await untilReady(page);
    await untilLeading(['That is my number']);
    await press(page, [...PANEL, '#confirm']);
    await untilLeading(['Run it']);
    await press(page, [...PANEL, '#test']);
    await lab.untilPhase(page, 'finished');
    await untilLeading(['Again']);
  }));

test('the run waits for the prediction, says why, and asks before it runs; it can be skipped', () =>
  visit('?experiment=batch-size&lang=en&seeds=1', async (page) => {
    await untilReady(page);
    assert.match((await textOf(page, [...PANEL, '.waits'])) ?? '', /waits for your prediction/);
    await lab.click(page, 'run');
    await lab.until(
      () => textOf(page, [...PANEL, '.waits']),
      (text) => text?.startsWith('First say what you expect') ?? false,
    );
    await untilFocused(page, `item-${(await orderOf(page))[0]}`);
    assert.equal((await lab.look(page)).phase, 'idle');
    await press(page, [...PANEL, '#skip']);
    await lab.untilUnderWay(page);
    assert.equal(await guessOf(page), null);
    await lab.until(
      () => page.$([...PANEL, '.waits'].join(' >>> ')),
      (waits) => waits === null,
    );
  }));

test('an author can switch the prediction off: nothing asks, nothing waits', () =>
  visit('?experiment=batch-size&lang=en&seeds=1&predict=off', async (page) => {
    await lab.untilUnderWay(page);
    assert.equal(await page.$(PANEL.join(' >>> ')), null);
  }));

test('rank: by dragging with the mouse, wrong', () =>
  visit('?experiment=batch-size&lang=en&seeds=1', async (page) => {
    await untilReady(page);
    const first = await orderOf(page);
    assert.equal(first.length, 5);
    const rows = await page.$$([...RANK, 'li'].join(' >>> '));
    const [upper, , third] = await Promise.all(rows.map((row) => row.boundingBox()));
    assert.ok(upper && third);
    await page.mouse.move(upper.x + 60, upper.y + 15);
    await page.mouse.down();
    await page.mouse.move(upper.x + 60, upper.y + 30, { steps: 3 });
    await page.mouse.move(upper.x + 60, third.y + 15, { steps: 5 });
    await page.mouse.up();
    const [a, b, c, ...rest] = first;
    assert.deepEqual(
      await lab.until(
        () => orderOf(page),
        (now) => now[0] !== a,
      ),
      [b, c, a, ...rest],
    );
    assert.equal(await guessOf(page), null, 'an order is not said before it is confirmed');
    await press(page, [...PANEL, '#confirm']);
    const guess = await lab.until(
      () => guessOf(page),
      (now) => now !== null,
    );
    assert.deepEqual([guess.kind, guess.value, guess.before], ['rank', [b, c, a, ...rest], true]);
    await press(page, [...PANEL, '#test']);
    const { row, picture, open } = await judged(page);
    assert.match(
      row,
      /does not hold: You put them in order before the run \d of 10 pairs in order/,
    );
    assert.match(picture, /You expected It came out/);
    assert.ok(open, 'who was wrong reads why');
  }));

test('rank: by the keyboard alone, right, in Russian', () =>
  visit('?experiment=batch-size&lang=ru&seeds=1', async (page) => {
    await untilReady(page);
    const wanted = ['m1', 'm10', 'm32', 'm128', 'm1024'];
    for (const [place, id] of wanted.entries()) {
      await page.focus([...RANK, `#item-${id}`].join(' >>> '));
      for (let k = 0; k < 5 && (await orderOf(page)).indexOf(id) > place; k++) {
        const at = (await orderOf(page)).indexOf(id);
        await page.keyboard.press('ArrowUp');
        await lab.until(
          () => orderOf(page),
          (now) => now.indexOf(id) === at - 1,
        );
        await untilFocused(page, `item-${id}`);
        assert.match((await textOf(page, [...RANK, '[role=status]'])) ?? '', /место \d из 5/);
      }
    }
    assert.deepEqual(await orderOf(page), wanted);
    while ((await lab.focused(page)) !== 'confirm') await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await untilFocused(page, 'test');
    await page.keyboard.press('Enter');
    const { row, picture, open } = await judged(page);
    assert.match(row, /верно: Вы расставили их до запуска верно пар: 10 из 10/);
    assert.match(picture, /Вы ожидали Получилось/);
    assert.equal(open, false);
  }));

test('rank: by finger and by the buttons on a phone', () =>
  visit(
    '?experiment=batch-size&lang=en&seeds=1',
    async (page) => {
      await untilReady(page);
      const [a, b, ...rest] = await orderOf(page);
      const grips = await page.$$([...RANK, '.grip'].join(' >>> '));
      await grips[0].evaluate((node) => node.scrollIntoView({ block: 'center' }));
      const [from, to] = await Promise.all([grips[0].boundingBox(), grips[1].boundingBox()]);
      assert.ok(from && to);
      await page.touchscreen.touchStart(from.x + 20, from.y + 20);
      await page.touchscreen.touchMove(to.x + 20, to.y + 10);
      await page.touchscreen.touchMove(to.x + 20, to.y + 22);
      await page.touchscreen.touchEnd();
      await lab.until(
        () => orderOf(page),
        (now) => now[0] === b && now[1] === a,
      );
      await press(page, [...RANK, `#up-${a}`]);
      await lab.until(
        () => orderOf(page),
        (now) => now[0] === a,
      );
      assert.deepEqual(await orderOf(page), [a, b, ...rest]);
    },
    { viewport: { width: 390, height: 844, isMobile: true, hasTouch: true } },
  ));

test('number: typed and wrong, then thought over, by the slider and right', () =>
  visit('?experiment=receptive-field&lang=en&seeds=1', async (page) => {
    await untilReady(page);
    const field = await element(page, [...NUMBER, '.field']);
    await field.focus();
    await field.type('99');
    await field.press('Enter');
    await lab.until(
      () => page.$eval(NUMBER.join(' >>> '), (node) => /** @type {any} */ (node).problem),
      (problem) => problem === 'From 1 to 28',
    );
    await field.click({ count: 3 });
    await field.type('11');
    await field.press('Enter');
    await press(page, [...PANEL, '#confirm']);
    assert.equal(
      (
        await lab.until(
          () => guessOf(page),
          (now) => now !== null,
        )
      ).value,
      11,
    );
    await press(page, [...PANEL, '#change']);
    await untilFocused(page, 'range');
    for (let k = 0; k < 9; k++) await page.keyboard.press('ArrowRight');
    while ((await lab.focused(page)) !== 'confirm') await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await untilFocused(page, 'test');
    const guess = await guessOf(page);
    assert.deepEqual([guess.kind, guess.value, guess.before], ['number', 20, true]);
    await page.keyboard.press('Enter');
    const { row, picture, open } = await judged(page);
    assert.match(row, /^holds: You predicted “20” before the run/);
    assert.match(picture, /you said 20 it came out as 20/);
    assert.equal(open, false);
  }));

test('draw: with the mouse over the empty chart, wrong; the line stays beside the measured ones', () =>
  visit('?experiment=dropout&lang=en&seeds=1', async (page) => {
    await untilReady(page);
    const sheet = await element(page, [...SHEET, '.sheet']);
    const box = await sheet.boundingBox();
    assert.ok(box);
    const at = (/** @type {number} */ x, /** @type {number} */ y) =>
      page.mouse.move(box.x + x * box.width, box.y + (1 - y) * box.height, { steps: 4 });
    await at(0.01, 0.9);
    await page.mouse.down();
    await at(0.2, 0.2);
    await at(0.6, 0.02);
    await page.mouse.up();
    assert.equal(await page.$([...SHEET, '#confirm'].join(' >>> ')), null, 'half a curve');
    await page.mouse.down();
    await at(0.99, 0.01);
    await page.mouse.up();
    await press(page, [...SHEET, '#confirm']);
    const guess = await lab.until(
      () => guessOf(page),
      (now) => now !== null,
    );
    assert.deepEqual([guess.kind, guess.before], ['draw', true]);
    const { x, y } = guess.value;
    assert.ok(x[0] === 0 && Math.abs(x.at(-1) - 30) < 1e-6, 'in epochs, from edge to edge');
    assert.ok(y[0] > 0.48 && y.at(-1) < 0.02, 'as a share of errors');
    await lab.until(
      () => page.$(SHEET.join(' >>> ')),
      (gone) => gone === null,
    );
    await press(page, [...PANEL, '#test']);
    const { row, picture, open } = await judged(page);
    assert.match(row, /^does not hold: You drew your curve before the run/);
    assert.match(picture, /Your curve says Close to zero.*It came out Above its own test error/);
    assert.ok(open);
    const drawn = await page.$eval(
      ['spusk-lab', 'spusk-figure', '#masked'].join(' >>> '),
      (chart) => /** @type {any} */ (chart).drawn?.label,
    );
    assert.equal(drawn, 'your prediction');
  }));

test('draw: by the keyboard alone, drawn again, right, in Russian', () =>
  visit('?experiment=dropout&lang=ru&seeds=1', async (page) => {
    await untilReady(page);
    await page.focus([...PANEL, '#draw'].join(' >>> '));
    await page.keyboard.press('Enter');
    const handle = () =>
      page.evaluate(() => {
        let node = document.activeElement;
        while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
        return `${node?.role} ${node?.ariaLabel}: ${node?.ariaValueText}`.replace(/\s+/g, ' ');
      });
    await lab.until(handle, (text) => /slider Ваша кривая: 15 эпох: не нарисовано/.test(text));
    await page.keyboard.press('ArrowDown');
    await lab.until(handle, (text) => text.includes('28,5 %'));
    await page.keyboard.press('Home');
    await lab.until(handle, (text) => text.includes('0 эпох: 30 %'));
    await page.keyboard.press('PageUp');
    await lab.until(handle, (text) => text.includes('42 %'));
    await page.keyboard.press('Enter');
    await untilFocused(page, 'test');
    const first = await guessOf(page);
    assert.ok(Math.abs(first.value.y[0] - 0.42) < 1e-6);

    await press(page, [...PANEL, '#change']);
    await lab.until(handle, (text) => text.includes('slider'));
    await page.keyboard.press('Home');
    await page.keyboard.press('PageUp');
    await lab.until(handle, (text) => text.includes('54 %'));
    await page.keyboard.press('Enter');
    await untilFocused(page, 'test');
    await page.keyboard.press('Enter');
    const { row, picture, open } = await judged(page);
    assert.match(row, /^верно: Вы нарисовали кривую до запуска/);
    assert.match(picture, /Ваша кривая говорит Выше её же ошибки на тесте Так и вышло/);
    assert.equal(open, false);
  }));

for (const { experiment, theme, width } of [
  { experiment: 'dropout', theme: 'dark', width: 1280 },
  { experiment: 'receptive-field', theme: 'light', width: 1280 },
]) {
  test(`axe-core finds nothing in the prediction of ${experiment} (${theme}, ${width})`, () =>
    visit(
      `?experiment=${experiment}&lang=en&seeds=1&theme=${theme}`,
      async (page) => {
        await untilReady(page);
        await assertAccessible(page, width);
      },
      { width },
    ));
}
