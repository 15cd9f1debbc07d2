// Without a mouse: the skip link comes first, and the place of the focus is always seen.

const STEPS = 60;

export async function keys(page, report) {
  const skips = await page.evaluate(() => {
    const link = [...document.querySelectorAll('a[href^="#"]')].find((one) => /^\s*skip\b/i.test(one.textContent));
    return link ? uld.name(link) : null;
  });
  const seen = new Set();
  for (let step = 0; step < STEPS; step += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      if (!one || one === document.body || one === document.documentElement) return null;
      const box = one.getBoundingClientRect();
      const style = getComputedStyle(one);
      const shown = uld.seen(one) && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
      const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
      return { where: uld.name(one), shown, ring, big: box.width > 1 && box.height > 1 };
    });
    if (step === 0 && skips && at?.where !== skips) {
      report("keyboard", skips, "the skip link is not what Tab reaches first");
    }
    if (!at || seen.has(at.where)) break;
    seen.add(at.where);
    if (!at.shown || !at.big) report("keyboard", at.where, "it has the focus and is not seen");
    if (!at.ring) report("keyboard", at.where, "nothing shows that it has the focus");
  }
}
