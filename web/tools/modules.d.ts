/* What the bundler (bundle.js) makes of imports that are not JavaScript. */

declare module '*.wasm' {
  const bytes: () => Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** The source of a classic worker: the named module with everything it imports. */
declare module 'worker:*' {
  const source: string;
  export default source;
}

declare module '*.md' {
  const text: import('./markdown.js').Text;
  export default text;
}

declare module '*.c' {
  const source: string;
  export default source;
}

/** 'c:optim': the sources of that folder of c_src by their name in the catalogue ("optim/adam.c"). */
declare module 'c:*' {
  const sources: Record<string, string>;
  export default sources;
}
