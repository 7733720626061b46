/**
 * The lab as a widget of notebooks: anywidget (Jupyter, Colab, marimo) and the `{anywidget}`
 * directive of MyST load this module, and call `render`. A module of its own that imports
 * nothing, because notebooks may take it by its text.
 *
 * What the model holds is a configuration (`experiment`, `seed`, `settings`, ...), and two things
 * more: `src`, the address of spusk.js, where this module was not loaded from beside it (MyST copies
 * it into the site that it builds); and `state`, if the model has it, which is kept up with the lab.
 *
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: any) => void} [set]
 * @property {() => void} [save_changes]
 * @property {(event: string, listener: () => void) => void} [on]
 * @property {(event: string, listener: () => void) => void} [off]
 */
const NAMES = [
  ...['experiment', 'assignment', 'seed', 'seeds', 'lang', 'theme', 'predict', 'hide', 'controls'],
  ...['autoplay', 'loading', 'height', 'large', 'axis', 'quantity', 'speed', 'data', 'settings'],
];

/** @param {{model: Model, el: HTMLElement}} widget */
async function render({ model, el }) {
  await import(model.get('src') || new URL('spusk.js', import.meta.url).href);
  const lab = /** @type {import('./element.js').SpuskLab} */ (document.createElement('spusk-lab'));
  const configure = () => {
    const said = NAMES.map((name) => [name, model.get(name)]).filter(([, value]) => value != null);
    lab.config = Object.fromEntries(said);
  };
  configure();
  el.append(lab);

  const keeps = model.get('state') !== undefined && model.set && model.save_changes;
  const keep = () => {
    model.set?.('state', lab.getState());
    model.save_changes?.();
  };
  const before = model.get('state');
  if (before?.v === 1) lab.state = before;
  if (keeps) {
    lab.addEventListener('spusk-change', keep);
    lab.addEventListener('spusk-verdict', keep);
  }
  for (const name of NAMES) model.on?.(`change:${name}`, configure);
  return () => {
    lab.remove();
    try {
      for (const name of NAMES) model.off?.(`change:${name}`, configure);
    } catch {
      // MyST's model throws: it cannot forget a listener yet, and goes with its page.
    }
  };
}

const widget = { render };

export { widget as default };
