// What is typed into a sheet is kept at once in this browser, and a few seconds later by the server. The browser's copy
// goes only when the server has confirmed it. Without this file the sheet is saved by its buttons.
const PAUSE = 3000, RETRY = 10000, LIMIT = 15000, KEEP = 7 * 24 * 3600 * 1000;
const PREFIX = "dondoc.sheet.", SENT = "dondoc.sent";
const store = {
  get: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  set: (key, what) => { try { localStorage.setItem(key, JSON.stringify(what)); return true; } catch { return false; } },
  drop: (key) => { try { localStorage.removeItem(key); } catch { /* storage is off: nothing was kept */ } },
  keys: () => { try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; } },
};
const OURS = new Set(["csrfmiddlewaretoken", "revision", "do", "remove", "unchanged"]);
const values = (form) => [...new FormData(form)].filter(([name, value]) => !OURS.has(name) && typeof value === "string")
  .map(([name, value]) => [name, value.replace(/\r\n/g, "\n")]);
const same = (a, b) => {
  const plain = (list) => JSON.stringify(list.filter(([, value]) => value.trim() !== "")
    .map(([name, value]) => [name, value.trim()]).sort());
  return plain(a) === plain(b);
};
const clock = (time) => new Date(time).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });

// A sheet that was sent in leads to a page without it: then the server has all of it.
const sent = (() => { try { return sessionStorage.getItem(SENT); } catch { return null; } })();
const form = document.querySelector("form[data-kept-as]");
if (sent && !form) {
  store.drop(sent);
  sessionStorage.removeItem(SENT);
}
for (const key of store.keys()) if (!(store.get(key)?.at > Date.now() - KEEP)) store.drop(key);

if (form) {
  const key = PREFIX + form.dataset.keptAs;
  const place = form.querySelector("[data-saved]");
  const said = form.dataset;
  const revision = form.elements.revision;
  let timer = 0, running = null, unsure = null, halted = false, leaving = false, confirmed = values(form);

  const tell = (text, tone = "") => { place.textContent = text; place.dataset.tone = tone; };
  const keep = () => store.set(key, { values: values(form), revision: revision.value, at: Date.now() });
  const drop = (what) => { const kept = store.get(key); if (kept && same(kept.values, what)) store.drop(key); };
  const wait = (pause = PAUSE) => { clearTimeout(timer); if (!halted && !leaving) timer = setTimeout(save, pause); };

  // What was sent and never answered is sent again as it was: the server counts it once.
  const snapshot = () => {
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (typeof value !== "string") body.delete(name);
    ["do", "remove", "unchanged"].forEach((name) => body.delete(name));
    body.set("do", "auto");
    return { body, values: values(form) };
  };
  const send = async (what) => {
    let answer;
    try {
      answer = await fetch(form.action, {
        method: "POST", body: what.body, credentials: "same-origin", headers: { Accept: "application/json" },
        keepalive: document.visibilityState === "hidden", signal: AbortSignal.timeout(LIMIT),
      });
    } catch {
      unsure = what;
      tell(said.saidOffline, "warn");
      return wait(RETRY);
    }
    unsure = null;
    const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
    if (answer.ok && told) {
      revision.value = told.revision;
      confirmed = what.values;
      const wrong = told.left_out.join(", ");
      tell((wrong ? said.saidLeftOut : said.saidSaved).replace("{at}", told.at).replace("{what}", wrong),
        wrong ? "warn" : "");
      if (!wrong) drop(what.values);
      if (!same(values(form), what.values)) { keep(); wait(); }
      return undefined;
    }
    if (answer.status >= 500) { tell(said.saidFailed, "warn"); return wait(RETRY); }
    halted = true; // only a person can go on from here
    return tell(told ? said.saidRefused.replace("{why}", told.reason) : said.saidSignedOut, "warn");
  };
  const save = () => {
    clearTimeout(timer);
    if (running || halted || leaving) return running;
    if (!unsure && same(values(form), confirmed)) return null;
    running = send(unsure ?? snapshot()).finally(() => { running = null; });
    return running;
  };
  const typed = (event) => {
    if (event.target.type === "file" || OURS.has(event.target.name)) return;
    const isKept = keep();
    if (halted) return;
    if (isKept && place.dataset.tone !== "warn") tell(said.saidTyping);
    wait();
  };
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  addEventListener("online", save);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
  addEventListener("pageshow", (event) => { if (event.persisted) leaving = false; });

  // A button waits for a save that is on its way, or the two would refuse each other.
  document.addEventListener("submit", (event) => {
    if (event.target !== form || event.defaultPrevented) return;
    clearTimeout(timer);
    if (running) {
      event.preventDefault();
      const button = event.submitter;
      leaving = true;
      running.finally(() => form.requestSubmit(button));
      return;
    }
    leaving = true;
    keep();
    try { sessionStorage.setItem(SENT, key); } catch { /* the copy then goes after a week */ }
  }, true);

  // What was not saved when the page went away comes back.
  const put = (list) => {
    for (const field of form.elements) {
      if (!field.name || OURS.has(field.name) || field.type === "file") continue;
      const found = list.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "radio" || field.type === "checkbox") field.checked = found.includes(field.value);
      else if (found.length) field.value = found[0];
    }
    form.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const kept = store.get(key);
  if (kept && same(kept.values, values(form))) store.drop(key);
  else if (kept && !("asSent" in said)) {
    const box = form.querySelector("[data-restored]");
    const part = (name) => box.querySelector(`[data-restored-${name}]`);
    const isFresh = kept.revision === revision.value;
    box.hidden = part(isFresh ? "now" : "ask").hidden = false;
    part("use").hidden = isFresh;
    box.querySelectorAll("[data-restored-at]").forEach((at) => { at.textContent = clock(kept.at); });
    const asStored = values(form);
    part("use").addEventListener("click", () => { put(kept.values); box.hidden = true; });
    part("drop").addEventListener("click", () => { put(asStored); store.drop(key); box.hidden = true; });
    if (isFresh) put(kept.values);
  }
}
