// What is seen at a width: nothing sticks out or is cut off, and every text can be read.

const SMALLEST = 12; // CSS pixels

export async function sizes(page, report) {
  const width = page.viewportSize().width;
  const found = await page.evaluate(
    ([width, smallest]) => {
      uld.openAll();
      const list = [];
      const root = document.documentElement;
      if (root.scrollWidth > width) {
        const out = uld.stickingOut(width);
        for (const one of out.slice(0, 5)) {
          const right = Math.ceil(Math.max(one.getBoundingClientRect().right, uld.lettersEnd(one)));
          list.push(["width", uld.name(one), `it reaches to ${right} px of ${width}`]);
        }
        if (out.length === 0) list.push(["width", "html", `the page is ${root.scrollWidth} px wide in a window of ${width}`]);
      }
      for (const [one, over] of uld.spilling()) {
        list.push(["spill", uld.name(one), `its words reach ${over} px over the edge of their box`]);
      }
      for (const one of uld.cutting(false)) {
        list.push(["cut", uld.name(one), `it is cut off: ${one.scrollWidth} px in ${one.clientWidth}`]);
      }
      for (const one of uld.texts()) {
        let size = parseFloat(getComputedStyle(one).fontSize);
        if (one instanceof SVGElement) {
          const grid = one.getScreenCTM();
          size *= Math.sqrt(Math.abs(grid.a * grid.d - grid.b * grid.c));
        }
        if (size < smallest - 0.05) list.push(["small", uld.name(one), `its letters are ${size.toFixed(1)} px`]);
      }
      for (const drawing of document.querySelectorAll("svg")) {
        if (!uld.seen(drawing)) continue;
        const sheet = drawing.getBoundingClientRect();
        const words = [...drawing.querySelectorAll("text")].filter(uld.seen);
        const boxes = words.map((one) => one.getBoundingClientRect());
        words.forEach((one, at) => {
          const box = boxes[at];
          if (box.left < sheet.left - 1 || box.right > sheet.right + 1 || box.top < sheet.top - 1 || box.bottom > sheet.bottom + 1) {
            list.push(["drawing", uld.name(one), "the text leaves its drawing"]);
          }
          for (let other = at + 1; other < words.length; other += 1) {
            const wide = Math.min(box.right, boxes[other].right) - Math.max(box.left, boxes[other].left);
            const high = Math.min(box.bottom, boxes[other].bottom) - Math.max(box.top, boxes[other].top);
            if (wide > 2 && high > 4) list.push(["drawing", uld.name(one), `the text lies over ${uld.name(words[other])}`]);
          }
        });
      }
      return list;
    },
    [width, SMALLEST],
  );
  for (const [check, where, what] of found) report(check, where, what);
}
