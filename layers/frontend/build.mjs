// Bundles the pages' scripts and styles into layers/static/built/; with --tests, the unit tests.
import { copyFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "..", "..");
const built = join(root, "layers", "static", "built");
const testsBuilt = join(root, ".local", "frontend-tests");

const SCRIPTS = ["map.ts", "list.ts", "desk.ts", "compare.ts", "case.ts", "member.ts", "member-worker.ts", "forget.ts", "find.ts"];
const STYLES = ["app", "map", "desk", "compare", "review", "notices", "staffing", "staff-map", "member", "orders", "find"].map((name) => `styles/${name}.css`);
const PAGES = [...SCRIPTS, ...STYLES];

const common = { bundle: true, format: "esm", absWorkingDir: root, logLevel: "warning" };

async function buildPages() {
  await build({
    ...common,
    entryPoints: PAGES.map((file) => join(here, file)),
    entryNames: "[name]",
    outdir: built,
    target: "chrome86",
    minify: true,
    sourcemap: true,
    legalComments: "linked",
  });
  copyFileSync(join(here, "icon.svg"), join(built, "icon.svg"));
  for (const name of ["leaflet.js", "leaflet.css"]) copyFileSync(join(root, "node_modules", "leaflet", "dist", name), join(built, name));
}

async function buildTests() {
  rmSync(testsBuilt, { recursive: true, force: true });
  const tests = readdirSync(join(here, "tests")).filter((name) => name.endsWith(".test.ts"));
  await build({
    ...common,
    entryPoints: tests.map((name) => join(here, "tests", name)),
    outdir: testsBuilt,
    outExtension: { ".js": ".mjs" },
    platform: "node",
  });
}

await (process.argv.includes("--tests") ? buildTests() : buildPages());
