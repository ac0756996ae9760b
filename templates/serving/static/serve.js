"use strict";
const $ = (id) => document.getElementById(id);
const words = document.body.dataset;
const lang = document.documentElement.lang;
let state = null;
let shown = Number(location.hash.slice(1)) || 0;

function made(name, values, ...inside) {
  const element = Object.assign(document.createElement(name), values);
  element.append(...inside);
  return element;
}

function sheet(page) {
  const holder = made("div", { className: "page" });
  const image = made("img", { src: page.picture, alt: page.name });
  holder.append(image);
  holder.insertAdjacentHTML("beforeend", page.overlay);
  return holder;
}

async function showPage() {
  const page = state.pages.find((one) => one.number === shown) || state.pages[0];
  $("pages").replaceChildren(...state.pages.map((one) => {
    const button = made("button", { textContent: one.number, title: one.name });
    button.onclick = () => { location.hash = one.number; };
    if (page === one) button.setAttribute("aria-current", "page");
    return button;
  }));
  if (!page) return;
  shown = page.number;
  const old = $("sheet").querySelector("img");
  if (old && old.getAttribute("src") === page.picture) {
    old.parentElement.querySelector("svg").outerHTML = page.overlay;
    return;
  }
  const next = sheet(page);
  await next.querySelector("img").decode();
  $("sheet").replaceChildren(next);
}

function showFound() {
  const here = state.findings.filter((one) => one.page === null || one.page === shown);
  const all = [...state.errors, ...here];
  $("found").replaceChildren(...all.map((one) => {
    const place = one.source
      ? made("a", { href: one.source, target: "source" }, one.place)
      : made("span", {}, one.place || words.edition);
    return made("li", { className: one.severity }, place, ` ${one.text}`, made("small", {}, one.hint));
  }));
  if (!all.length) $("found").append(made("li", {}, words.clean));
  $("status").textContent = state.errors.length ? words.broken : "";
}

async function refresh() {
  state = await (await fetch(`/state?lang=${lang}`)).json();
  $("title").textContent = document.title = state.title;
  await showPage();
  showFound();
  document.body.dataset.version = state.version;
}

async function offer() {
  const place = $("offers").querySelector("div");
  place.textContent = words.making;
  $("offers").showModal();
  const number = shown;
  const pages = await (await fetch(`/proposals/${number}`)).json();
  place.replaceChildren(...pages.map((page, k) => {
    const button = made("button", { textContent: `${words.accept} ${k + 1}` });
    button.onclick = async () => {
      const path = `/accept/${number}/${k + 1}`;
      await fetch(path, { method: "POST", headers: { "X-Banxin": "1" } });
      $("offers").close();
    };
    return made("section", {}, button, sheet(page));
  }));
  if (pages.length < 2) place.textContent = words.none;
}

for (const box of document.querySelectorAll("input")) {
  box.onchange = () => $("sheet").classList.toggle(`show-${box.value}`, box.checked);
}
$("layouts").onclick = offer;
addEventListener("hashchange", () => {
  shown = Number(location.hash.slice(1));
  showPage().then(showFound);
});
const events = new EventSource("/events");
events.onmessage = refresh;
events.onerror = () => { $("status").textContent = words.lost; };
