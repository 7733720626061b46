// A module, loaded by a plain script: every version of MkDocs can do that.
import('https://your.host/spusk/spusk.js');
