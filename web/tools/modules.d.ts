/* What the bundler (bundle.js) makes of imports that are not JavaScript. */

declare module '*.wasm' {
  const bytes: () => Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** The path of a file in assets/, relative to the script that this import is bundled into. */
declare module 'asset:*' {
  const path: string;
  export default path;
}

/** The source of a classic worker: the named module with everything it imports. */
declare module 'worker:*' {
  const source: string;
  export default source;
}

/** By experiment and language. */
declare module 'experiments:texts' {
  type Import = () => Promise<{ default: import('../experiments/texts.js').Text }>;
  const texts: Record<string, Record<string, Import>>;
  export default texts;
}

/** Sections that are not among those of experiments:texts; null where all are. */
declare module 'experiments:texts-later' {
  type Import = () => Promise<{ default: import('../experiments/texts.js').Text['sections'] }>;
  const later: Record<string, Record<string, Import>> | null;
  export default later;
}

/** Texts of the page that are not among those of the language's file without `?later`. */
declare module '*.json?later' {
  const messages: Record<string, import('../state/words.js').Message>;
  export default messages;
}

/** C files that the experiments show, by their path below c_src ("optim/adam.c"). */
declare module 'experiments:sources' {
  const sources: Record<string, () => Promise<{ default: string }>>;
  export default sources;
}

/** What each experiment asks, by experiment and language. */
declare module 'experiments:heads' {
  type Head = Pick<import('../experiments/texts.js').Text, 'title' | 'lead'>;
  const heads: Record<string, Record<string, Head>>;
  export default heads;
}

/** An SVG element for each experiment. */
declare module 'experiments:drawings' {
  const drawings: Record<string, string>;
  export default drawings;
}

declare module 'subset-font' {
  /** The font with those letters only. */
  export default function subsetFont(
    font: Uint8Array,
    letters: string,
    options: {
      targetFormat: 'woff2';
      noLayoutClosure: boolean;
      noHinting: boolean;
      dropTables: string[];
      variationAxes?: Record<string, { min: number; max: number }>;
    },
  ): Promise<Uint8Array>;
}
