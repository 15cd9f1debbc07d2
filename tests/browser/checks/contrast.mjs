// Who cannot see well, or not at all: axe-core's rules, and the contrast of text in drawings, which axe passes over.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];
const COLOURS = ["color-contrast", "link-in-text-block"];

/** All rules in light; in dark, where only colours are others, those about colours. */
export async function axe(page, scheme, report) {
  const only = scheme === "light" ? { type: "tag", values: TAGS } : { type: "rule", values: COLOURS };
  await page.evaluate(() => uld.openAll());
  await page.evaluate(AXE);
  const violations = await page.evaluate(async (runOnly) => {
    const result = await axe.run(document, { runOnly, resultTypes: ["violations"] });
    return result.violations.map((rule) => ({
      rule: rule.id,
      help: rule.help,
      nodes: rule.nodes.map((node) => [node.target.flat().join(" "), node.failureSummary.split("\n").slice(1).join("; ")]),
    }));
  }, only);
  for (const { rule, help, nodes } of violations) {
    for (const [where, why] of nodes) report(`axe ${rule}`, where, `${help}: ${why.replace(/\s+/g, " ").trim()}`);
  }
}

export async function drawings(page, report) {
  const found = await page.evaluate(() => {
    const list = [];
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    // Paints laid over one another, as sRGB: any form of colour that CSS knows is understood.
    const mixed = (paints) => {
      canvas.clearRect(0, 0, 1, 1);
      for (const paint of paints) {
        canvas.globalAlpha = paint.opacity;
        canvas.fillStyle = paint.colour;
        canvas.fillRect(0, 0, 1, 1);
      }
      canvas.globalAlpha = 1;
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    // Relative luminance and contrast, as WCAG 2.1 defines them.
    const light = (rgb) => {
      const [r, g, b] = rgb.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const paintOf = (one) => {
      const style = getComputedStyle(one);
      if (!(one instanceof SVGGraphicsElement) || one.localName === "svg") return { colour: style.backgroundColor, opacity: 1 };
      if (!["rect", "path", "circle", "ellipse", "polygon"].includes(one.localName) || style.fill === "none") return null;
      return { colour: style.fill, opacity: Number(style.fillOpacity) * Number(style.opacity) };
    };
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const scheme = getComputedStyle(document.documentElement).colorScheme;
    const canvasColour = dark && /dark/.test(scheme) ? "#121212" : "#ffffff";
    for (const text of document.querySelectorAll("svg text")) {
      if (!uld.seen(text) || !text.textContent.trim()) continue;
      text.scrollIntoView({ block: "center", inline: "center" });
      const box = text.getBoundingClientRect();
      const under = document
        .elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2)
        .filter((one) => !one.closest("text"))
        .map(paintOf)
        .filter(Boolean)
        .reverse();
      const style = getComputedStyle(text);
      const ground = [{ colour: canvasColour, opacity: 1 }, ...under];
      const lights = [mixed(ground), mixed([...ground, { colour: style.fill, opacity: Number(style.fillOpacity) }])].map(light);
      const contrast = (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
      const size = parseFloat(style.fontSize);
      const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
      if (contrast < needed) {
        list.push(["contrast", uld.name(text), `the text's contrast is ${contrast.toFixed(2)} and must be ${needed}`]);
      }
    }
    scrollTo(0, 0);
    return list;
  });
  for (const [check, where, what] of found) report(check, where, what);
}
