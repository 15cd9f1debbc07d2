// Opens pages in a browser as people do, and says what is wrong with them.
//
// Standard input: { "chromium": path, "pictures": folder or null, "pages": [{ "name": …, "file": absolute path }] }
// Standard output: { "findings": [{ "page", "check", "views": […], "where": selector, "what" }] }
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { axe, drawings } from "./checks/contrast.mjs";
import { keys } from "./checks/keys.mjs";
import { links } from "./checks/links.mjs";
import { paper } from "./checks/paper.mjs";
import { listen, quiet } from "./checks/quiet.mjs";
import { sizes } from "./checks/sizes.mjs";

const IN_PAGE = fileURLToPath(new URL("./checks/in_page.js", import.meta.url));
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND",
];
const WINDOWS = [
  { width: 360, height: 740, phone: true },
  { width: 1280, height: 900, phone: false },
];
const SCHEMES = ["light", "dark"];
const TOGETHER = 2;
const PATIENCE = 30_000; // milliseconds for one step
const END = 300_000; // milliseconds for everything

const request = JSON.parse(readFileSync(0, "utf8"));
const home = await mkdtemp(join(tmpdir(), "browser-"));
const findings = new Map();

/** The same finding in several views is one finding. */
function note(page, view, check, where, what) {
  const key = JSON.stringify([page, check, where, what]);
  if (!findings.has(key)) findings.set(key, { page, check, views: [], where, what });
  const views = findings.get(key).views;
  if (!views.includes(view)) views.push(view);
}

async function open(browser, url, { width, height, phone }, bypassCSP, report) {
  const context = await browser.newContext({
    viewport: { width, height },
    isMobile: phone,
    hasTouch: phone,
    locale: "en-GB",
    timezoneId: "UTC",
    bypassCSP,
  });
  context.setDefaultTimeout(PATIENCE);
  await context.addInitScript({ path: IN_PAGE });
  if (!bypassCSP) listen(context, url, report);
  const page = await context.newPage();
  await page.goto(url, { waitUntil: "load" });
  return { context, page };
}

async function look(browser, { name, file }) {
  const url = pathToFileURL(file).href;
  for (const window of WINDOWS) {
    let view = "";
    const report = (check, where, what) => note(name, view, check, where, what);
    const turn = async (page, colorScheme) => {
      view = `${window.width} × ${window.height}, ${colorScheme}`;
      await page?.emulateMedia({ colorScheme });
    };

    await turn(null, "light");
    const { context, page } = await open(browser, url, window, false, report);
    for (const scheme of request.pictures ? SCHEMES : []) {
      await turn(page, scheme);
      await page.screenshot({ path: join(request.pictures, `${name}-${window.width}-${scheme}.png`), fullPage: true });
    }
    await turn(page, "light");
    await quiet(page, report);
    await keys(page, report);
    await links(page, report);
    await sizes(page, report);
    for (const scheme of SCHEMES) {
      await turn(page, scheme);
      await drawings(page, report);
    }
    if (!window.phone) {
      view = "paper";
      await page.goto(url, { waitUntil: "load" });
      const pdf = await paper(page, report);
      if (request.pictures) {
        await writeFile(join(request.pictures, `${name}.pdf`), pdf);
        await page.screenshot({ path: join(request.pictures, `${name}-paper.png`), fullPage: true });
      }
    }
    await context.close();

    // axe is a script of ours in the page, which its policy forbids: a context of its own passes over the policy.
    const second = await open(browser, url, window, true, report);
    for (const scheme of SCHEMES) {
      await turn(second.page, scheme);
      await axe(second.page, scheme, report);
    }
    await second.context.close();
  }
}

setTimeout(() => {
  process.stderr.write(`the pages were not looked at within ${END / 1000} seconds\n`);
  process.exit(1);
}, END).unref();
try {
  if (request.pictures) await mkdir(request.pictures, { recursive: true });
  const browser = await chromium.launch({
    executablePath: request.chromium,
    args: FLAGS,
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
    timeout: PATIENCE,
  });
  const waiting = [...request.pages];
  const worker = async () => {
    while (waiting.length > 0) await look(browser, waiting.shift());
  };
  await Promise.all(Array.from({ length: TOGETHER }, worker));
  await browser.close();
} finally {
  await rm(home, { recursive: true, force: true });
}
const order = request.pages.map((page) => page.name);
const list = [...findings.values()].sort((one, other) => order.indexOf(one.page) - order.indexOf(other.page));
process.stdout.write(JSON.stringify({ findings: list }));
