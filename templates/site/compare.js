// Any two versions, compared in the reader's browser from the data of both where no page does it.
// Exact: what is kept and deleted is the older text, what is kept and inserted the newer one.
(() => {
  const form = document.querySelector("#gz-pair");
  const out = document.querySelector("#gz-out");
  const [from, to] = form.querySelectorAll("select");
  const names = [...from.options].map((each) => each.value);
  const pages = new Map([...document.querySelectorAll("[data-pair]")].map((a) => [a.dataset.pair, a]));

  const make = (tag, ...parts) => {
    const made = document.createElement(tag);
    made.append(...parts);
    return made;
  };
  const aloud = (text) => Object.assign(make("span", text), { className: "visually-hidden" });
  const mark = (tag, text) => make(tag, aloud(tag === "del" ? out.dataset.deleted : out.dataset.inserted), text);
  const between = (said, low, high) => said.replace("{old}", names[low]).replace("{new}", names[high]);

  // The steps from the list a to the list b by their longest common subsequence, as [a's, b's].
  // Lists far too long for that are taken as wholly different, which is exact, too.
  const steps = (a, b, same = Object.is) => {
    const n = a.length, m = b.length, way = [], table = [];
    if (n * m > 1e7) return [...a.map((x) => [x, null]), ...b.map((y) => [null, y])];
    for (let i = n; i >= 0; i--) {
      table[i] = new Uint16Array(m + 1);
      for (let j = m - 1; i < n && j >= 0; j--) {
        table[i][j] = same(a[i], b[j]) ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
      }
    }
    for (let i = 0, j = 0; i < n || j < m; ) {
      if (i < n && j < m && same(a[i], b[j])) way.push([a[i++], b[j++]]);
      else if (j >= m || (i < n && table[i + 1][j] >= table[i][j + 1])) way.push([a[i++], null]);
      else way.push([null, b[j++]]);
    }
    return way;
  };

  const cut = (text) => text.match(/[\p{L}\p{N}]+|\s+|./gsu) ?? [];
  const alike = (a, b) => {
    const [x, y] = [a, b].map((each) => (each.words ??= new Set(each.text.match(/[\p{L}\p{N}]+/gu))));
    return a.kind === b.kind && [...x].filter((word) => y.has(word)).length * 2 > Math.max(x.size, y.size);
  };

  const diff = (a, b) => {
    const runs = [];
    for (const [x, y] of steps(cut(a), cut(b))) {
      const tag = x === null ? "ins" : y === null ? "del" : "";
      if (runs.at(-1)?.tag === tag) runs.at(-1).text += x ?? y;
      else runs.push({ tag, text: x ?? y });
    }
    return runs.map(({ tag, text }) => (tag ? mark(tag, text) : text));
  };

  // The top-level section of each clause, by its heading's id; "" before the first.
  const placed = (clauses) => {
    const heads = clauses.filter((each) => each.kind === "heading");
    if (heads[0] === clauses[0] && heads[0]?.heading_level === 1) heads.shift();
    const top = Math.min(...heads.map((each) => each.heading_level));
    let at = "";
    for (const each of clauses) {
      if (heads.includes(each) && each.heading_level === top) at = each.id;
      each.section = at;
    }
    return clauses;
  };

  // What the versions after `low` up to `high` were found to change, the gravest first, where the
  // two texts differ still; and in sections that are gone, or have another name, in any case.
  const found = (low, high, old, fresh) => {
    const [a, b] = [old, fresh].map((text) => new Map(text.map((each) => [each.section, ""])));
    for (const [text, said] of [[old, a], [fresh, b]]) {
      for (const each of text) said.set(each.section, `${said.get(each.section)}\n${each.text}`);
    }
    const rank = (item) => ["material", "review", "minor"].findIndex((each) => item.firstChild.matches(`.${each}`));
    const told = names.slice(low + 1, high + 1).flatMap((name) => {
      const items = [...document.querySelectorAll(`[data-told="${name}"] > li`)];
      return items.filter(({ dataset }) => !b.has(dataset.section) || a.get(dataset.section) !== b.get(dataset.section));
    });
    const once = new Map(told.map((item) => [item.textContent, item]));
    return [...once.values()].sort((x, y) => rank(x) - rank(y)).map((item) => item.cloneNode(true));
  };

  const block = (part, ...parts) => {
    const made = make(part.kind === "heading" ? "h3" : "p", ...parts);
    if (part.number) made.prepend(`${part.number} `);
    return made;
  };

  const redline = (old, fresh) => {
    const body = Object.assign(make("div"), { className: "text redline" });
    let gap = [[], []], kept = [];
    const close = () => {
      for (const [a, b] of steps(...gap, alike)) {
        body.append(a && b ? block(b, ...diff(a.text, b.text)) : block(a ?? b, mark(a ? "del" : "ins", (a ?? b).text)));
      }
      gap = [[], []];
    };
    const folded = (parts) =>
      parts.length ? [make("details", make("summary", out.dataset.unchanged.replace("#", parts.length)), ...parts)] : [];
    // The heading above what changed stays in sight.
    const fold = (last) => {
      const at = last ? -1 : kept.findLastIndex((each) => each.tagName === "H3");
      body.append(...(at < 0 ? folded(kept) : [...folded(kept.slice(0, at)), kept[at], ...folded(kept.slice(at + 1))]));
      kept = [];
    };
    for (const [a, b] of steps(old, fresh, (x, y) => x.text === y.text)) {
      if (a && b) close(), kept.push(block(b, b.text));
      else fold(), gap[a ? 0 : 1].push(a ?? b);
    }
    close();
    fold(true);
    return body;
  };

  const show = async () => {
    const [low, high] = location.hash.slice(1).split("..").map((each) => names.indexOf(each));
    if (!(low >= 0 && low < high)) return;
    [from.selectedIndex, to.selectedIndex] = [low, high];
    const via = make("details", make("summary", out.dataset.steps));
    for (let at = low; at < high; at++) {
      const step = pages.get(`${names[at]}..${names[at + 1]}`).parentNode.cloneNode(true);
      step.firstChild.textContent = between(out.dataset.step, at, at + 1);
      via.append(make("p", step));
    }
    // What stands below makes room at once, and not again when the texts have come.
    out.className = "asked";
    try {
      const [old, fresh] = await Promise.all([low, high].map(async (at) =>
        placed((await (await fetch(`${form.dataset.versions}${names[at]}.json`)).json()).clauses).filter((each) => each.text)));
      const reasons = found(low, high, old, fresh);
      const judged = reasons.length
        ? [make("p", out.dataset.verdict, " ", reasons[0].firstChild.cloneNode(true)), Object.assign(make("ul", ...reasons), { className: "found" })]
        : [make("p", out.dataset.small)];
      const title = make("h2", between(out.dataset.title, low, high));
      title.tabIndex = -1;
      out.replaceChildren(title, make("p", out.dataset.how), ...judged, via, redline(old, fresh));
      title.focus();
    } catch {
      out.replaceChildren(make("p", out.dataset.lost), via);
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const ends = [from.selectedIndex, to.selectedIndex].sort((a, b) => a - b);
    const pair = ends.map((at) => names[at]).join("..");
    if (ends[0] === ends[1]) out.replaceChildren(make("p", out.dataset.same));
    else if (pages.has(pair)) location.assign(pages.get(pair).href);
    else {
      history.replaceState(0, "", `#${pair}`);
      show();
    }
  });
  form.hidden = false;
  show();
})();
