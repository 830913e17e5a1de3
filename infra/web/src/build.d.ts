/** The version of pdfjs-dist, by `vite.config.ts`. */
declare const __PDF__: string;

/** Of the browsers that know them. */
interface Window {
  trustedTypes?: {
    createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown };
  };
}
