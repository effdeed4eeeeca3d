import { defineConfig, type Plugin } from "vite";

/** A running `bin/up`, which `bin/web` has the pages ask. */
const api = process.env["PIKCUR_API"] ?? "http://127.0.0.1:8000";

/** Every address below /console is a page of the console, as at the edge. */
const consolePages: Plugin = {
  name: "console-pages",
  configureServer({ middlewares }) {
    middlewares.use((request, _response, next) => {
      if (request.url?.startsWith("/console") && request.headers.accept?.includes("text/html")) {
        request.url = "/console/index.html";
      }
      next();
    });
  },
};

export default defineConfig({
  plugins: [consolePages],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "made/dist",
    emptyOutDir: true,
    target: "es2022",
    // A data: URL would not be cached, and the policy allows none.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { shop: "index.html", console: "console/index.html" },
    },
  },
  server: {
    host: "127.0.0.1",
    proxy: Object.fromEntries(
      ["/v1", "/media", "/docs", "/openapi.json", "/_sandbox"].map((path) => [
        path,
        // The edge looks whether a cookie is asked for by a page of its own.
        { target: api, changeOrigin: false },
      ]),
    ),
  },
});
