/** Brings the article of a page to life, as MyST's themes do. */
import { hydrateRoot } from 'react-dom/client';
import { Article } from './article.jsx';

hydrateRoot(document.querySelector('#article'), <Article {...window.page} />);
