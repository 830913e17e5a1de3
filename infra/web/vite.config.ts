import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

const api = `${import.meta.dirname}/../../api`;

// The learner's pages are written as for React and run on Preact, which is a fifth of its size: a cheap phone paints half a second earlier.
const preact = { react: 'preact/compat', 'react-dom': 'preact/compat', 'react/jsx-runtime': 'preact/jsx-runtime' };

const operations = () => JSON.parse(readFileSync('src/school/generated/persisted-documents.json', 'utf8')) as Record<string, string>;

function hashOf(name: string) {
  const found = Object.entries(operations()).find(([, text]) => new RegExp(`query ${name}\\b`).test(text));
  if (!found) throw new Error(`no operation is called ${name}`);
  return found[0];
}

/**
 * The page asks for what its first view shows while its scripts are on their way, where somebody is signed in: most of a second on a slow network.
 * What it sends is written as `send.ts` writes it, which finds the answer by it.
 */
const early = () => `(function () {
  try {
    if (location.pathname !== '/') return;
    var held = JSON.parse(sessionStorage.getItem('token'));
    if (!held || Date.now() > held.until - 6e4) return;
    var language = localStorage.getItem('language') || (/^en/i.test(navigator.language) ? 'en' : 'zh-CN');
    var year = new Date(Date.now() + 288e5).getUTCFullYear();
    window.early = {};
    [{ documentId: '${hashOf('Viewer')}' }, { documentId: '${hashOf('Home')}', variables: { year: year } }].forEach(function (ask) {
      var body = JSON.stringify(ask);
      var sent = fetch('/graphql', { method: 'POST', body: body, headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', 'accept-language': language, authorization: 'Bearer ' + held.token } });
      sent.catch(function () {});
      window.early[body] = sent;
    });
  } catch (e) {}
})();`;

/** The page goes where the server fills it in, and beside it what it may ask. */
const served = (page: string): Plugin => ({
  name: 'served',
  enforce: 'post',
  // npm run dev: the page by any of its addresses, everything else from the API.
  configureServer(server) {
    server.middlewares.use((request, _, next) => {
      if (request.headers.accept?.includes('text/html')) request.url = `/${page}`;
      next();
    });
  },
  generateBundle(_, bundle) {
    const html = bundle[page];
    if (html?.type !== 'asset') throw new Error(`${page} was not made`);
    mkdirSync(`${api}/pages`, { recursive: true });
    writeFileSync(
      `${api}/pages/${page}`,
      String(html.source).replace('<!-- early -->', () => `<script>${early().replace(/\n\s*/g, ' ')}</script>`),
    );
    writeFileSync(`${api}/pages/operations.json`, JSON.stringify(operations(), null, 1));
    delete bundle[page];
  },
});

const paper = `${import.meta.dirname}/node_modules/pdfjs-dist`;
const paperVersion = (JSON.parse(readFileSync(`${paper}/package.json`, 'utf8')) as { version: string }).version;

/** What is read beside a PDF where a browser shows none: Chinese letters by the names of old documents, and how scans are unpacked. */
const besidePapers: Plugin = {
  name: 'beside-papers',
  generateBundle() {
    const files = [
      ...readdirSync(`${paper}/cmaps`)
        .filter((name) => /^(Adobe-(GB1|CNS1)|GB|Uni(GB|CNS)|B5|ETen)/.test(name))
        .map((name) => `cmaps/${name}`),
      'wasm/jbig2.wasm',
      'wasm/openjpeg.wasm',
    ];
    for (const file of files)
      this.emitFile({ type: 'asset', fileName: `assets/pdf-${paperVersion}/${file.split('/')[1]}`, source: readFileSync(`${paper}/${file}`) });
  },
};

export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  resolve: { alias: mode === 'learner' ? preact : {} },
  oxc: { jsx: { runtime: 'automatic', importSource: 'react' } },
  server: { proxy: Object.fromEntries(['/graphql', '/dev', '/media', '/uploads'].map((path) => [path, { target: 'http://127.0.0.1:5080', ws: true }])) },
  define: { __PDF__: JSON.stringify(paperVersion) },
  plugins: [served(`${mode}.html`), ...(mode === 'learner' ? [besidePapers] : [])],
  build: {
    outDir: `${api}/wwwroot`,
    // The learner's pages are built first.
    emptyOutDir: mode === 'learner',
    copyPublicDir: mode === 'learner',
    chunkSizeWarningLimit: 2000,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: {
      input: `${mode}.html`,
      // A word for servers that render; nothing is rendered on a server here.
      onwarn: (warning, warn) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && warn(warning),
    },
  },
}));
