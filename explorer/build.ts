// Bundles the page into one file whose name has the hash of its content:
// `node build.ts FOLDER`. The same source gives the same file on every machine.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2];
if (folder === undefined) {
  throw new Error("Usage: node build.ts FOLDER");
}

const made = await build({
  absWorkingDir: here,
  entryPoints: ["src/main.ts"],
  bundle: true,
  charset: "utf8",
  format: "esm",
  // The licence of lit has to stay with its code.
  legalComments: "eof",
  minify: true,
  // The browsers that the oldest supported Home Assistant works with.
  target: ["chrome109", "firefox115", "safari16.4"],
  write: false,
});
const content = made.outputFiles[0]?.contents;
if (content === undefined) {
  throw new Error("esbuild has made nothing");
}
const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) {
  if (/^explorer-\w+\.js$/.test(name)) {
    rmSync(join(folder, name));
  }
}
writeFileSync(join(folder, `explorer-${hash}.js`), content);
console.log(`explorer-${hash}.js: ${content.length} bytes`);
