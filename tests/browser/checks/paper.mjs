// On paper nobody scrolls or opens anything: A4, with margins of 1 cm where the page gives none.

const INCH = 96; // CSS pixels
const A4 = { width: (210 / 25.4) * INCH, height: (297 / 25.4) * INCH };

/** Checks how the page is printed; returns the PDF. */
export async function paper(page, report) {
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  const margins = await page.evaluate(() => {
    const probe = document.createElement("div");
    probe.style.cssText = "position:absolute;visibility:hidden;height:0";
    document.body.append(probe);
    const pixels = (length) => {
      probe.style.width = length || "1cm";
      return probe.getBoundingClientRect().width;
    };
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
    const inner = rules.flatMap((rule) => (rule instanceof CSSMediaRule && /print/.test(rule.conditionText) ? [...rule.cssRules] : [rule]));
    const style = inner.filter((rule) => rule instanceof CSSPageRule && !rule.selectorText).at(-1)?.style;
    const list = ["marginTop", "marginRight", "marginBottom", "marginLeft"].map((side) => pixels(style?.[side]));
    probe.remove();
    return list;
  });
  const sheet = {
    width: Math.floor(A4.width - margins[1] - margins[3]),
    height: Math.floor(A4.height - margins[0] - margins[2]),
  };
  await page.setViewportSize(sheet);
  const found = await page.evaluate((sheet) => {
    const list = [];
    const say = (one, what) => list.push([uld.name(one), what]);
    for (const one of uld.stickingOut(sheet.width).slice(0, 5)) say(one, "it reaches over the edge of the paper");
    for (const one of uld.cutting(true)) say(one, `it is cut off on paper: ${one.scrollWidth} px in ${one.clientWidth}`);
    for (const one of document.querySelectorAll("tr, figure, svg, img, h1, h2, h3, h4, h5, h6")) {
      const height = Math.ceil(one.getBoundingClientRect().height);
      if (height >= sheet.height) say(one, `it is ${height} px high, and a sheet of paper ${sheet.height}`);
    }
    for (const one of document.querySelectorAll("details:not([open]) > :not(summary)")) {
      if (uld.seen(one.parentElement) && !uld.seen(one)) say(one, "it is folded away, and nobody can open it on paper");
    }
    for (const link of document.querySelectorAll('nav a[href^="#"]')) {
      const target = document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
      if (target && !uld.seen(target)) say(target, "the contents name it, and on paper it is missing");
    }
    return list;
  }, sheet);
  for (const [where, what] of found) report("paper", where, what);
  const margin = { top: "1cm", right: "1cm", bottom: "1cm", left: "1cm" };
  const pdf = await page.pdf({ format: "A4", margin, preferCSSPageSize: true, printBackground: true });
  if (pdf.subarray(0, 5).toString() !== "%PDF-") report("paper", "html", "printing makes no PDF");
  return pdf;
}
