// Links land, and ids are given once.

export async function links(page, report) {
  const found = await page.evaluate(async () => {
    const list = [];
    const ids = new Map();
    for (const one of document.querySelectorAll("[id]")) {
      if (ids.has(one.id)) list.push(["id", uld.name(one), `the id "${one.id}" is given twice`]);
      ids.set(one.id, one);
    }
    const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const closed = [...document.querySelectorAll("details:not([open])")];
    const tried = new Set();
    for (const link of document.querySelectorAll("a[href]")) {
      const href = link.getAttribute("href");
      if (!href.startsWith("#")) {
        if (!/^(https?|mailto):/i.test(href)) list.push(["link", uld.name(link), `"${href}" is no link of the web or mail`]);
        continue;
      }
      if (tried.has(href)) continue;
      tried.add(href);
      const target = document.getElementById(decodeURIComponent(href.slice(1)));
      if (!target) {
        list.push(["link", uld.name(link), `nothing in the page has the id that "${href}" leads to`]);
        continue;
      }
      const lands = () => {
        const box = target.getBoundingClientRect();
        return uld.seen(target) && box.bottom > 0 && box.top < innerHeight;
      };
      location.hash = href;
      if (!lands()) await frame();
      if (!lands()) list.push(["link", uld.name(link), `"${href}" leads to ${uld.name(target)}, which is not seen`]);
    }
    for (const details of closed) details.open = false;
    history.replaceState(null, "", location.pathname);
    scrollTo(0, 0);
    return list;
  });
  for (const [check, where, what] of found) report(check, where, what);
}
