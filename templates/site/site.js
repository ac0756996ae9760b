"use strict";
/* Type size, scheme, language, sharing, past issues; pages read without it. */
(() => {
  const root = document.documentElement;
  const assets = document.currentScript.src.replace(/[^/]*$/, "");
  const STEPS = { least: -2, most: 6 };
  const keep = (key, value) => { try { value === null ? localStorage.removeItem("banxin-" + key) : localStorage.setItem("banxin-" + key, value); } catch { /* private window */ } };
  const kept = (key) => { try { return localStorage.getItem("banxin-" + key); } catch { return null; } };
  const all = (query, from = document) => Array.from(from.querySelectorAll(query));

  /* Data comes in script files, which browsers load from a folder too. */
  const taken = new Map();
  const asked = new Map();
  const banxin = window.banxin = {
    take: (key, value) => taken.set(key, value),
    load(src, key) {
      if (!asked.has(src)) {
        asked.set(src, new Promise((done, fail) => {
          const script = document.createElement("script");
          script.src = src;
          script.onload = () => done(taken.get(key));
          script.onerror = () => fail(new Error(src));
          document.head.append(script);
        }));
      }
      return asked.get(src);
    },
    word: (key, values = {}) => banxinWords[key][root.dataset.ui].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? ""),
    all,
  };

  /* before the page is drawn */
  let step = Number(kept("step")) || 0;
  const size = () => root.style.setProperty("--step", step);
  size();
  if (kept("scheme")) root.dataset.scheme = kept("scheme");
  const first = root.dataset.ui;
  if (kept("ui")) root.dataset.ui = kept("ui");

  const isDark = () => (root.dataset.scheme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const tag = () => (root.dataset.ui === "zh" ? "zh-CN" : "en");

  function speak() {
    for (const one of all("[data-w]")) {
      one.textContent = banxin.word(one.dataset.w, one.dataset);
      one.lang = tag();
    }
    for (const one of all("[data-wl]")) one.setAttribute("aria-label", banxin.word(one.dataset.wl, one.dataset));
    for (const one of all("time[data-date]")) {
      const day = new Date(one.dateTime + "T00:00:00");
      const named = (shape) => day.toLocaleDateString("en-GB", shape);
      one.textContent = root.dataset.ui === "zh"
        ? `${day.getFullYear()}年${day.getMonth() + 1}月${day.getDate()}日 星期${"日一二三四五六"[day.getDay()]}`
        : `${named({ weekday: "long" })}, ${day.getDate()} ${named({ month: "long" })} ${day.getFullYear()}`;
      one.lang = tag();
    }
  }

  function showScheme() {
    for (const button of all('[data-do="scheme"]')) {
      button.setAttribute("aria-pressed", isDark());
    }
  }

  async function share(button) {
    const link = document.querySelector("link[rel=canonical]")?.href || location.href.split("#")[0];
    const said = document.querySelector(".said");
    if (navigator.share && matchMedia("(pointer: coarse)").matches) {
      await navigator.share({ title: document.title, url: link }).catch(() => {});
      return;
    }
    const field = document.createElement("textarea");
    field.value = link;
    document.body.append(field);
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    button.focus();
    said.textContent = isDone ? banxin.word("copied") : link;
  }

  function zoom(button) {
    const sheet = document.querySelector(".sheet");
    const isClose = sheet.classList.toggle("close");
    button.setAttribute("aria-pressed", isClose);
    sheet.tabIndex = isClose ? 0 : -1;
    const picture = sheet.querySelector("img");
    picture.dataset.sizes ??= picture.sizes;
    picture.sizes = isClose ? "200vw" : picture.dataset.sizes;
  }

  const acts = {
    larger() { step = Math.min(STEPS.most, step + 1); size(); keep("step", step); },
    smaller() { step = Math.max(STEPS.least, step - 1); size(); keep("step", step); },
    default() { step = 0; size(); keep("step", null); },
    scheme() { root.dataset.scheme = isDark() ? "light" : "dark"; keep("scheme", root.dataset.scheme); showScheme(); },
    language() { root.dataset.ui = root.dataset.ui === "zh" ? "en" : "zh"; keep("ui", root.dataset.ui); speak(); },
    print() { print(); },
    share,
    zoom,
  };

  /* the issues before and after, from the months' own lists */
  async function neighbours() {
    const nav = document.querySelector(".issues[data-day]");
    if (!nav) return;
    const day = nav.dataset.day;
    const month = day.slice(0, 7);
    const period = (name) => banxin.load(`../../${name}/period.js`, "period/" + name);
    const own = await period(month);
    const at = own.days.indexOf(Number(day.slice(8)));
    const set = async (query, place, other, last) => {
      let list = own, days = own.days[place], name = month;
      if (days === undefined && other) { list = await period(other); days = list.days.at(last); name = other; }
      if (days === undefined) return;
      const link = nav.querySelector(query);
      link.href = `../../${name}/${String(days).padStart(2, "0")}/${list.front[days]}`;
      link.hidden = false;
    };
    await set(".before", at > 0 ? at - 1 : -1, own.before, -1);
    await set(".after", at + 1, own.after, 0);
  }

  const later = () => { if (/^#find=/.test(location.hash) && !banxin.isSearching) banxin.load(assets + "search.js"); };

  document.addEventListener("DOMContentLoaded", () => {
    for (const one of all(".tools, button[data-do]")) one.hidden = false;
    if (root.dataset.ui !== first) speak();
    showScheme();
    document.addEventListener("click", (event) => {
      const button = event.target.closest?.("button[data-do]");
      if (button) acts[button.dataset.do](button);
    });
    for (const link of all("a[data-area]")) {
      const lit = (on) => document.getElementById(link.dataset.area)?.classList.toggle("lit", on);
      for (const name of ["mouseenter", "focus"]) link.addEventListener(name, () => lit(true));
      for (const name of ["mouseleave", "blur"]) link.addEventListener(name, () => lit(false));
    }
    document.addEventListener("keydown", (event) => {
      const isPlain = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
      const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
      if (!rel || !isPlain || event.target.closest("input, textarea, .table, .sheet.close")) return;
      document.querySelector(`a[rel=${rel}]`)?.click();
    });
    neighbours().catch(() => {});
    later();
  });
  addEventListener("hashchange", later);
})();
