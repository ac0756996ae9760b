"use strict";
/* Finding words in one issue or in all, from files that hold pairs of characters and texts. */
(() => {
  const banxin = window.banxin;
  if (banxin.isSearching) return;
  banxin.isSearching = true;
  const LETTER = /[\p{L}\p{N}]/u;
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const BASE = 32;
  const MOST_PAIRS = 4;
  const SHOWN = 20;
  const AROUND = 36;
  const NARROW = 700;

  /* The text as it is compared: compatible forms made one, small letters, no white space;
     `at` leads from each code unit of it to a character of the text. */
  function folded(chars) {
    let text = "";
    const at = [];
    chars.forEach((char, place) => {
      const plain = char === "\n" ? char : char.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
      for (let k = 0; k < plain.length; k++) at.push(place);
      text += plain;
    });
    return { text, at };
  }

  const termsOf = (query) => query.split(/\s+/u).map((word) => folded(Array.from(word)).text).filter((word) => word);

  function pairsOf(terms) {
    const pairs = [];
    const singles = [];
    for (const term of terms) {
      const own = [];
      const chars = Array.from(term);
      chars.forEach((char, k) => {
        if (k + 1 < chars.length && LETTER.test(char) && LETTER.test(chars[k + 1])) own.push(char + chars[k + 1]);
      });
      const step = Math.max(1, Math.ceil(own.length / MOST_PAIRS));
      pairs.push(...own.filter((_, k) => k % step === 0 || k === own.length - 1));
      if (!own.length) singles.push(...chars.filter((char) => LETTER.test(char)).slice(0, 1));
    }
    return [...new Set(pairs.concat(singles))];
  }

  function decoded(text) {
    const units = [];
    let unit = -1, more = 0;
    for (const char of text) {
      const value = DIGITS.indexOf(char);
      if (value >= BASE) { more = (more + value - BASE) * BASE; continue; }
      unit += more + value + 1;
      more = 0;
      units.push(unit);
    }
    return units;
  }

  /* Units of an index that may hold a pair, or a single character with whatever follows. */
  async function unitsOf(index, pair) {
    const isSingle = Array.from(pair).length === 1;
    let file = 0;
    while (file + 1 < index.first.length && index.first[file + 1] <= pair) file++;
    const units = new Set();
    do {
      const text = await banxin.load(`${index.base}${file}.js`, `${index.key}/${file}`);
      for (let at = text.indexOf("|" + pair); at >= 0; at = text.indexOf("|" + pair, at + 1)) {
        const end = text.indexOf("|", at + 1);
        const entry = Array.from(text.slice(at + 1, end < 0 ? undefined : end));
        for (const unit of decoded(entry.slice(2))) units.add(unit);
        if (!isSingle) break;
      }
      file++;
    } while (isSingle && file < index.first.length && index.first[file].startsWith(pair));
    return units;
  }

  async function candidates(index, terms) {
    let found = null;
    for (const pair of pairsOf(terms)) {
      const units = await unitsOf(index, pair);
      found = found ? new Set([...found].filter((unit) => units.has(unit))) : units;
      if (!found.size) break;
    }
    const order = found ? [...found] : index.units.keys();
    return Array.from(order, (unit) => index.units[unit])
      .sort((a, b) => b[0].localeCompare(a[0]) || a[1] - b[1]);
  }

  /* Where every term stands in a story, or null: [start, length] in characters. */
  function spans(story, terms) {
    const chars = story.chars ??= Array.from(story.text);
    const { text, at } = story.folded ??= folded(chars);
    const found = [];
    for (const term of terms) {
      const place = text.indexOf(term);
      if (place < 0) return null;
      found.push([at[place], at[place + term.length - 1] + 1 - at[place]]);
    }
    return found;
  }

  const wide = (char) => (char.codePointAt(0) > 0x2e7f ? 1 : 0.5);
  const width = (chars) => chars.reduce((sum, char) => sum + wide(char), 0);

  /* The printed boxes of a stretch: {page, x, y, w, h} in ten-thousandths of the page. */
  function boxes(unit, story, [start, length]) {
    const chars = story.chars ??= Array.from(story.text);
    const list = [];
    for (let k = 0; k < story.places.length; k += 7) {
      const [from, count, page, x, y, w, h] = story.places.slice(k, k + 7);
      const first = Math.max(start, from), last = Math.min(start + length, from + count);
      if (first >= last) continue;
      const whole = width(chars.slice(from, from + count)) || 1;
      const lead = width(chars.slice(from, first)) / whole, own = width(chars.slice(first, last)) / whole;
      const isDown = count > 1 && h * unit.pages[page].ratio > w;
      list.push(isDown
        ? { page, x, y: y + h * lead, w, h: h * own }
        : { page, x: x + w * lead, y, w: w * own, h });
    }
    return list;
  }

  const make = (name, values = {}, ...inside) => {
    const one = Object.assign(document.createElement(name), values);
    one.append(...inside);
    return one;
  };
  const draw = (name, values, ...inside) => {
    const one = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(values)) one.setAttribute(key, value);
    one.append(...inside);
    return one;
  };

  function snippet(story, found) {
    const line = make("p", { className: "said" });
    const sorted = [...found].sort((a, b) => a[0] - b[0]);
    let at = Math.max(0, sorted[0][0] - AROUND);
    const end = Math.min(story.chars.length, sorted[0][0] + sorted[0][1] + 2 * AROUND);
    const text = (from, to) => story.chars.slice(from, to).join("").replace(/\n/g, "　");
    if (at > 0) line.append("……");
    for (const [start, length] of sorted) {
      if (start < at || start + length > end) continue;
      line.append(text(at, start), make("mark", { textContent: text(start, start + length) }));
      at = start + length;
    }
    line.append(text(at, end), end < story.chars.length ? "……" : "");
    return line;
  }

  function shown(hit, root, query) {
    const { story, unit, folder, found } = hit;
    const story_page = `${folder}content_${story.number}.htm#find=${encodeURIComponent(query)}`;
    const item = make("li", {},
      make("a", { className: "title", href: story_page, textContent: story.title }),
      make("p", { className: "from", textContent: `${hit.day}　${unit.pages[hit.page].label}` }),
      snippet(story, found));
    const all = found.flatMap((span) => boxes(unit, story, span));
    if (all.length) {
      const page = all[0].page;
      const ratio = unit.pages[page].ratio;
      const here = all.filter((box) => box.page === page);
      const picture = draw("svg", { viewBox: `0 0 10000 ${10000 * ratio}`, "aria-hidden": "true" },
        draw("rect", { class: "ground", width: "100%", height: "100%" }),
        ...here.map((box) => draw("rect", { class: "box", x: box.x, y: box.y * ratio, width: box.w, height: box.h * ratio })));
      const at = found.map((span) => span.join(".")).join(".");
      const word = make("span", { textContent: banxin.word("on_page") });
      word.dataset.w = "on_page";
      item.append(make("a", { className: "spot", href: `${folder}node_${page}.htm#at=${hit.page}.${story.number}.${at}` }, picture, word));
    }
    return item;
  }

  /* Hits, newest issue first, as they are found. */
  async function* hits(indexes, terms, root) {
    for await (const index of indexes) {
      for (const [day, page] of await candidates(index, terms)) {
        const folder = index.folder ?? `${root}html/${day.slice(0, 7)}/${day.slice(8)}/`;
        const unit = await banxin.load(`${folder}search/text_${page}.js`, `${day}/text/${page}`);
        for (const story of unit.stories) {
          const found = spans(story, terms);
          if (found) yield { story, unit, folder, day, page, found };
        }
      }
    }
  }

  async function* issueIndex(day) {
    const index = await banxin.load("search/index.js", day + "/grams");
    yield { ...index, base: "search/", key: day + "/grams", folder: "", units: index.units };
  }

  async function* allIndexes(root) {
    for (const month of await banxin.load(root + "search/months.js", "months")) {
      const index = await banxin.load(`${root}search/${month}/index.js`, month + "/grams");
      yield { ...index, base: `${root}search/${month}/`, key: month + "/grams" };
    }
  }

  function searchPage(form) {
    const status = document.querySelector(".status"), list = document.querySelector(".hits"), more = document.querySelector(".more");
    const root = form.dataset.root, day = form.dataset.day;
    let source = null, count = 0, query = "";

    const say = (key, values = {}) => {
      const word = make("span", { textContent: banxin.word(key, values) });
      Object.assign(word.dataset, { w: key }, values);
      status.replaceChildren(word);
    };
    async function next() {
      const own = source;
      more.hidden = true;
      try {
        for (let k = 0; k < SHOWN; k++) {
          const { value, done } = await own.next();
          if (own !== source) return;
          if (done) { say(count ? "found" : "none_found", { n: count }); return; }
          count++;
          list.append(shown(value, root, query));
        }
        say("found_so_far", { n: count });
        more.hidden = false;
      } catch { say("missing_index"); }
    }
    function start() {
      query = form.q.value.trim();
      const terms = termsOf(query);
      list.replaceChildren();
      count = 0;
      if (!terms.length) { status.textContent = ""; more.hidden = true; return; }
      const isAll = !day || form.elements.in?.value === "all";
      source = hits(isAll ? allIndexes(root) : issueIndex(day), terms, root);
      say("looking");
      next();
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const at = new URLSearchParams({ q: form.q.value, ...(form.elements.in ? { in: form.elements.in.value } : {}) });
      try { history.replaceState(null, "", "?" + at); } catch { /* from a folder */ }
      start();
    });
    banxin.all("[name=in]", form).forEach((radio) => radio.addEventListener("change", start));
    more.addEventListener("click", next);
    const told = new URLSearchParams(location.search);
    if (told.get("in") && form.elements.in) form.elements.in.value = told.get("in");
    form.q.value = told.get("q") ?? "";
    start();
    if (!form.q.value) form.q.focus();
  }

  /* The page view: #at=PAGE.STORY.START.LENGTH… */
  async function markOnPage(paper) {
    banxin.all(".hit", paper).forEach((one) => one.remove());
    const told = /^#at=([\d.]+)$/.exec(location.hash);
    if (!told) return;
    const [page, number, ...rest] = told[1].split(".").map(Number);
    const unit = await banxin.load(`search/text_${page}.js`, `${paper.dataset.day}/text/${page}`);
    const story = unit.stories.find((one) => one.number === number);
    if (!story) return;
    const svg = paper.querySelector(".areas");
    const { width: w, height: h } = svg.viewBox.baseVal;
    for (let k = 0; k + 1 < rest.length; k += 2) {
      for (const box of boxes(unit, story, rest.slice(k, k + 2))) {
        if (box.page !== Number(paper.dataset.page)) continue;
        svg.append(draw("rect", { class: "hit", x: box.x * w / 1e4, y: box.y * h / 1e4, width: box.w * w / 1e4, height: box.h * h / 1e4 }));
      }
    }
    if (innerWidth < NARROW && !document.querySelector(".sheet.close")) document.querySelector(".zoom").click();
    svg.querySelector(".hit")?.scrollIntoView({ block: "center", inline: "center" });
    document.getElementById("a" + number)?.focus({ preventScroll: true });
  }

  /* The reading view: #find=WORDS */
  function markInStory(story) {
    const told = /^#find=(.*)$/.exec(location.hash);
    if (!told || !window.Highlight) return;
    const terms = termsOf(decodeURIComponent(told[1]));
    const nodes = [];
    const walker = document.createTreeWalker(story, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const chars = [], places = [];
    for (const node of nodes) {
      let at = 0;
      for (const char of node.data) { chars.push(char === "\n" ? " " : char); places.push([node, at]); at += char.length; }
    }
    const { text, at } = folded(chars);
    const ranges = [];
    for (const term of terms) {
      for (let place = text.indexOf(term); place >= 0; place = text.indexOf(term, place + term.length)) {
        const [first, last] = [places[at[place]], places[at[place + term.length - 1]]];
        const range = new Range();
        range.setStart(...first);
        range.setEnd(last[0], last[1] + 1);
        ranges.push(range);
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
    ranges[0]?.startContainer.parentElement.scrollIntoView({ block: "center" });
  }

  const begin = () => {
    const paper = document.querySelector(".paper"), story = document.querySelector(".story");
    if (paper) markOnPage(paper).catch(() => {});
    if (story) markInStory(story);
  };
  const form = document.querySelector("form.find");
  if (form) searchPage(form);
  begin();
  addEventListener("hashchange", begin);
})();
