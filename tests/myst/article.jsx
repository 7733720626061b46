/**
 * An article of MyST, made by the components of which its own themes are made. (Those themes
 * themselves are in no package registry: MyST downloads them.)
 */
import { ANY_RENDERERS } from '@myst-theme/anywidget';
import { ArticleProvider, ThemeProvider, mergeRenderers } from '@myst-theme/providers';
import { DEFAULT_RENDERERS, MyST } from 'myst-to-react';

const renderers = mergeRenderers([DEFAULT_RENDERERS, ANY_RENDERERS]);

/** @param {any} page as MyST's compiler gives it */
export const Article = ({ kind, mdast, references, frontmatter }) => (
  <ThemeProvider theme="light" setTheme={() => {}} renderers={renderers} staticBuild>
    <ArticleProvider kind={kind} references={references} frontmatter={frontmatter}>
      <h1>{frontmatter.title}</h1>
      <MyST ast={mdast.children} />
    </ArticleProvider>
  </ThemeProvider>
);
