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

const titled = (page) => words.page.replace("{n}", page.number) + (page.name ? ` ${page.name}` : "");
const digest = (page) => page.picture.split("?")[1];

function sheet(page) {
  const image = made("img", { src: page.picture, alt: titled(page), width: 1400 });
  image.height = Math.round(1400 * page.height / page.width);
  const holder = made("div", { className: "page" }, image);
  holder.insertAdjacentHTML("beforeend", page.overlay);
  return holder;
}

function showTabs(page) {
  const focused = document.activeElement.closest?.("#pages")
    && document.activeElement.getAttribute("href");
  $("pages").replaceChildren(...state.pages.map((one) => {
    const link = made("a", { href: `#${one.number}`, title: titled(one) }, `${one.number}`);
    link.setAttribute("aria-label", titled(one));
    if (page === one) link.setAttribute("aria-current", "page");
    const count = state.findings.filter((f) => f.page === one.number && f.severity !== "note").length;
    if (count) {
      link.append(made("span", { className: "count" }, `${count}`));
      link.setAttribute("aria-label", `${titled(one)} (${words.found} ${count})`);
    }
    return made("li", {}, link);
  }));
  if (focused) $("pages").querySelector(`[href="${focused}"]`)?.focus();
}

async function showPage() {
  const page = state.pages.find((one) => one.number === shown) || state.pages[0];
  showTabs(page);
  if (!page) return;
  shown = page.number;
  $("name").textContent = titled(page);
  const focused = document.activeElement.closest?.(".areas a")?.getAttribute("href");
  const old = $("sheet").querySelector("img");
  if (old && old.getAttribute("src") === page.picture) {
    old.parentElement.querySelector("svg").outerHTML = page.overlay;
  } else {
    const next = sheet(page);
    await next.querySelector("img").decode();
    $("sheet").replaceChildren(next);
  }
  if (focused) $("sheet").querySelector(`.areas a[href="${CSS.escape(focused)}"]`)?.focus();
}

function finding(one) {
  const place = one.source
    ? made("a", { href: one.source, target: "source" }, one.place)
    : made("span", {}, one.place);
  const about = made("p", { className: "about" }, made("b", {}, words[one.severity]), place);
  const item = made("li", { className: one.severity }, about, one.text);
  if (one.hint) item.append(made("small", {}, one.hint));
  return item;
}

function group(title, found) {
  return found.length ? [made("li", { className: "group" }, title), ...found.map(finding)] : [];
}

function showFound() {
  const here = state.findings.filter((one) => one.page === shown);
  const whole = state.findings.filter((one) => one.page === null);
  const page = words.page.replace("{n}", shown);
  const all = [
    ...state.errors.map(finding), ...group(page, here), ...group(words.edition, whole)];
  $("found").replaceChildren(...all);
  if (!all.length) $("found").append(made("li", { className: "clean" }, words.clean));
  $("count").textContent = state.errors.length + here.length + whole.length || "";
  $("alert").textContent = state.errors.length ? words.broken : "";
}

async function refresh() {
  const before = state?.version;
  state = await (await fetch(`/state?lang=${lang}`)).json();
  $("title").textContent = document.title = state.title;
  await showPage();
  showFound();
  if (before !== undefined && before !== state.version) {
    const time = new Date().toLocaleTimeString(lang, { hour12: false });
    $("status").textContent = state.errors.length ? "" : `${words.updated} ${time}`;
    refreshText();
  }
  document.body.dataset.version = state.version;
}

function refreshText() {
  const frame = frames.source;
  if (!$("text").hidden && frame.location.pathname.startsWith("/source/")) frame.location.reload();
}

function choice(page, number, place, name) {
  const caption = made("figcaption", {}, name);
  if (place) {
    const button = made("button", { type: "button" }, words.accept);
    button.setAttribute("aria-label", `${words.accept} ${name}`);
    button.onclick = () => accept(number, place);
    caption.append(button);
  }
  return made("figure", {}, caption, sheet(page));
}

async function accept(number, place) {
  const path = `/accept/${number}/${place}`;
  const answer = await fetch(path, { method: "POST", headers: { "X-Banxin": "1" } });
  if (!answer.ok) return tellOffers(words.stale);
  $("offers").close();
  $("status").textContent = words.accepted;
}

function tellOffers(text) {
  $("offers").querySelector("[role=status]").textContent = text;
}

async function offer() {
  const place = $("offers").querySelector(".choices");
  const page = state.pages.find((one) => one.number === shown);
  if (!page) return;
  place.replaceChildren();
  tellOffers(words.making);
  $("offers").showModal();
  const answer = await fetch(`/proposals/${page.number}`);
  const pages = answer.ok ? await answer.json() : [];
  const others = pages.map((one, k) => [one, k + 1]).filter(([one]) => digest(one) !== digest(page));
  tellOffers(others.length ? "" : words.none);
  place.replaceChildren(
    choice(page, page.number, 0, words.now),
    ...others.map(([one, place], k) =>
      choice(one, page.number, place, `${words.choice} ${k + 1}`)));
}

function turn(step) {
  const at = state.pages.findIndex((one) => one.number === shown) + step;
  if (state.pages[at]) location.hash = state.pages[at].number;
}

for (const box of document.querySelectorAll("input")) {
  box.onchange = () => $("sheet").classList.toggle(`show-${box.value}`, box.checked);
  box.onchange();
}
$("size").onclick = () => {
  const isWhole = $("sheet").classList.toggle("whole");
  $("size").setAttribute("aria-pressed", isWhole);
};
$("layouts").onclick = offer;
$("close-offers").onclick = () => $("offers").close();
$("close-text").onclick = () => { $("text").hidden = true; $("sheet").focus(); };
document.addEventListener("click", (event) => {
  if (event.target.closest("a[target=source]")) $("text").hidden = false;
});
document.addEventListener("keydown", (event) => {
  const isFree = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey
    && !event.target.closest("input, dialog") && $("sheet").scrollWidth <= $("sheet").clientWidth;
  if (isFree && event.key === "ArrowRight") turn(1);
  else if (isFree && event.key === "ArrowLeft") turn(-1);
  else if (event.key === "Escape" && !$("offers").open && !$("text").hidden) $("close-text").click();
});

let turnOf = Promise.resolve();
function inTurn(work) {
  turnOf = turnOf.then(work).catch(() => { $("alert").textContent = words.lost; });
}
function keepPageInLinks() {
  for (const link of document.querySelectorAll(".languages a")) link.hash = location.hash;
}
addEventListener("hashchange", () => {
  shown = Number(location.hash.slice(1));
  keepPageInLinks();
  inTurn(async () => { await showPage(); showFound(); });
});
keepPageInLinks();
const events = new EventSource("/events");
events.onmessage = () => inTurn(refresh);
events.onerror = () => { $("alert").textContent = words.lost; };
