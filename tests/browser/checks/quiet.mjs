// A page is one file: it asks for nothing else, runs nothing, opens nothing and has nothing to complain about.

/** Notes what happens in a context from now on. */
export function listen(context, url, report) {
  const own = new URL(url).pathname;
  context.on("request", (request) => {
    const asked = request.url();
    if (!asked.startsWith("file:") || new URL(asked).pathname !== own) {
      report("request", request.resourceType(), `the page asks for ${asked}`);
    }
  });
  context.on("console", (message) => {
    if (["error", "warning", "assert"].includes(message.type())) {
      report("console", `line ${message.location().lineNumber + 1}`, `the browser says: ${message.text()}`);
    }
  });
  context.on("weberror", (error) => report("console", "script", `a script fails: ${error.error().message}`));
  context.on("dialog", async (dialog) => {
    report("dialog", dialog.type(), `the page opens a dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  let pages = 0;
  context.on("page", (page) => {
    pages += 1;
    if (pages > 1) report("request", "window", `the page opens another: ${page.url()}`);
  });
}

/** No element or attribute runs or fetches, and a page that is loaded again is the same. */
export async function quiet(page, report) {
  const found = await page.evaluate(() => {
    const list = [];
    const say = (check, element, what) => list.push([check, uld.name(element), what]);
    for (const one of document.querySelectorAll("script, iframe, frame, object, embed, applet, portal")) {
      say("script", one, `a <${one.localName}> stands in the page`);
    }
    for (const one of document.querySelectorAll("link, base, meta[http-equiv=refresh i]")) {
      say("request", one, `a <${one.localName}> leads to something else`);
    }
    for (const one of document.querySelectorAll("*")) {
      for (const attribute of one.attributes) {
        if (/^on/i.test(attribute.name)) say("script", one, `the attribute ${attribute.name} runs a script`);
      }
    }
    return list;
  });
  for (const [check, where, what] of found) report(check, where, what);
  const before = await page.content();
  await page.reload();
  if ((await page.content()) !== before) report("reload", "html", "the page is another after it is loaded again");
}
